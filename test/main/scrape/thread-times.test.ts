import { readlinkSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { threadActiveMilliseconds } from "../../../src/main/scrape/thread-times.ts";
import { standStill } from "../../support/stand-still.ts";

const thread = Number(basename(readlinkSync("/proc/thread-self")));

/** What passes for this thread in a time. */
function during(action: () => void): number {
  const before = threadActiveMilliseconds(thread);
  action();
  return (threadActiveMilliseconds(thread) ?? Number.NaN) - (before ?? Number.NaN);
}

test("a thread that computes is active, one that waits is not", () => {
  const computed = during(() => {
    const { user } = process.threadCpuUsage();
    while (process.threadCpuUsage().user - user < 100_000);
  });
  expect(computed).toBeGreaterThan(90);
  const start = performance.now();
  const active = during(() => standStill(200));
  // The time until it runs again counts as active, however long that is; the wait does not.
  expect(performance.now() - start - active).toBeGreaterThan(190);
});

test("a thread that is unknown or has ended", () => {
  expect([threadActiveMilliseconds(0), threadActiveMilliseconds(0x7fff_fff0)]).toEqual([undefined, undefined]);
});
