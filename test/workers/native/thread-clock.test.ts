import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { threadClock } from "../../../src/workers/native/thread-clock.ts";

/** Computes until the process has used half a second. */
function compute(): void {
  const start = process.cpuUsage();
  while (process.cpuUsage(start).user < 500_000);
}

test("the clock counts what this thread computes, and not what others do", async () => {
  const clock = threadClock() ?? (() => Number.NaN);
  const part = async (action: () => unknown): Promise<number> => {
    const [own, all] = [clock(), process.cpuUsage()];
    await action();
    const { user, system } = process.cpuUsage(all);
    return ((clock() - own) * 1e6) / (user + system);
  };
  expect(await part(compute)).toBeGreaterThan(0.5);
  expect(await part(async () => once(new Worker(`(${compute.toString()})()`, { eval: true }), "exit"))).toBeLessThan(
    0.5,
  );
});
