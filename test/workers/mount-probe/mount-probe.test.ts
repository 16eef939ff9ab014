import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { ChildMountProbe } from "../../../src/workers/mount-probe/mount-probe.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { standStill } from "../../support/stand-still.ts";

test("an answer that came while this thread stood still past the time is taken", async () => {
  const probe = new ChildMountProbe();
  cleanUp(() => probe.close());
  expect(await probe.statfs(["/"], performance.now() + 60_000)).not.toEqual(["timeout"]);
  const asked = probe.statfs(["/"], performance.now() + 100);
  for (let turn = 0; turn < 4; turn++) await nextTurn();
  standStill(1000);
  expect(await asked).not.toEqual(["timeout"]);
  expect(probe.children).toBe(1);
});
