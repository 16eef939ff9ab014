import { readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { ChildMountProbe } from "../../../src/workers/mount-probe/mount-probe.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { childrenOf } from "../../support/process.ts";
import { standStill } from "../../support/stand-still.ts";
import { until } from "../../support/until.ts";

const LONG = 60_000;

function opened(): ChildMountProbe {
  const probe = new ChildMountProbe();
  cleanUp(() => probe.close());
  return probe;
}

function times(timeout: number, left = LONG) {
  return { timeout, until: performance.now() + left };
}

test("an answer that came while this thread stood still past the time is taken", async () => {
  const probe = opened();
  expect(await probe.statfs(["/"], times(LONG))).not.toEqual(["timeout"]);
  const asked = probe.statfs(["/"], times(100));
  for (let turn = 0; turn < 4; turn++) await nextTurn();
  standStill(1000);
  expect(await asked).not.toEqual(["timeout"]);
  expect(probe.children).toBe(1);
});

test("the start of the child is not the mounts' time", async () => {
  const probe = opened();
  const before = probes();
  const asked = probe.statfs(["/"], times(1000));
  const child = stopNewProbe(before);
  const started = performance.now();
  await until(() => performance.now() > started + 1500);
  process.kill(child, "SIGCONT");
  expect(await asked).not.toEqual(["timeout"]);
});

test("a child that does not come to run costs no more than the time that there is", async () => {
  const probe = opened();
  const before = probes();
  const asked = probe.statfs(["/"], times(LONG, 100));
  stopNewProbe(before);
  expect(await asked).toEqual(["timeout"]);
  expect(probe.children).toBe(1);
});

test("a child that stands still costs the timeout, not all the time that there is", async () => {
  const probe = opened();
  const before = probes();
  expect(await probe.statfs(["/"], times(LONG))).not.toEqual(["timeout"]);
  stopNewProbe(before);
  expect(await probe.statfs(["/"], times(100, 10 * LONG))).toEqual(["timeout"]);
});

/** Stops the process that was not there before, and returns its id. */
function stopNewProbe(before: readonly number[]): number {
  const child = probes().find((pid) => !before.includes(pid));
  // 0 would be the process group of the tests.
  if (child === undefined) throw new Error("no child was started");
  process.kill(child, "SIGSTOP");
  return child;
}

/** Processes that ask mounts. */
function probes(): number[] {
  return childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("mount-probe"));
}
