import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inTime, LATE } from "../../../src/workers/protocol/in-time.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what comes in time comes through, and leaves no timer", async () => {
  expect(await inTime(Promise.resolve(7), 1000)).toBe(7);
  await expect(inTime(Promise.reject(new Error("no")), 1000)).rejects.toThrow("no");
  expect(vi.getTimerCount()).toBe(0);
});

test("what does not is late, and may fail after that", async () => {
  let fail = (): void => {};
  const failing = new Promise<number>((_, reject) => (fail = () => reject(new Error("no"))));
  const first = inTime(failing, 1000);
  vi.advanceTimersByTime(1000);
  expect([await first, vi.getTimerCount()]).toEqual([LATE, 0]);
  fail();
});
