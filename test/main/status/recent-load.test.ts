import { expect, test, vi } from "vitest";
import { RecentLoad } from "../../../src/main/status/recent-load.ts";
import { cleanUp } from "../../support/clean-up.ts";

test("is that since the start at first, and then that of the last five seconds or more", () => {
  let [now, used] = [0, 0];
  vi.spyOn(performance, "now").mockImplementation(() => now * 1000);
  vi.spyOn(process, "cpuUsage").mockImplementation(() => ({ user: used * 750_000, system: used * 250_000 }));
  cleanUp(() => void vi.restoreAllMocks());
  const load = new RecentLoad();
  const lookAt = (at: number, cpuSeconds: number) => {
    [now, used] = [at, cpuSeconds];
    const { seconds, cpu } = load.look();
    return [seconds, cpu];
  };
  expect(lookAt(4, 1)).toEqual([4, 0.25]);
  expect(lookAt(10, 5)).toEqual([10, 0.5]);
  // Somebody looks again at once: too short a time says little.
  expect(lookAt(12, 6)).toEqual([12, 0.5]);
  expect(lookAt(20, 5)).toEqual([10, 0]);
  expect(lookAt(24, 12)).toEqual([14, 0.5]);
  expect(lookAt(25, 6.25)).toEqual([5, 0.25]);
});
