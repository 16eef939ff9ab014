import { expect, test } from "vitest";
import { Backoff } from "../../../src/main/scrape/backoff.ts";

test("the delay doubles with every failure in a row, up to the longest, and starts again after a success", () => {
  const backoff = new Backoff({ first: 10, longest: 35 });
  expect([1, 2, 3, 4].map(() => backoff.failed(0))).toEqual([10, 20, 35, 35]);
  backoff.succeeded();
  expect([backoff.hasFailed, backoff.failed(0), backoff.hasFailed]).toEqual([false, 10, true]);
});

test("it waits from a failure until the delay has passed, or a success", () => {
  const backoff = new Backoff({ first: 10, longest: 100 });
  expect(backoff.isWaiting(0)).toBe(false);
  backoff.failed(100);
  expect([109, 110].map((now) => backoff.isWaiting(now))).toEqual([true, false]);
  backoff.succeeded();
  expect(backoff.isWaiting(100)).toBe(false);
});
