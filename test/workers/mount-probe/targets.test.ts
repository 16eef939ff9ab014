import { expect, test } from "vitest";
import { giveUp, Targets } from "../../../src/workers/mount-probe/targets.ts";

test("a mount that was given up is left alone for 30 seconds, then twice as long every time, at most 10 minutes", () => {
  const target = new Targets().of("/mnt");
  target.isAsked = true;
  const pauses = Array.from({ length: 7 }, (_, times) => {
    giveUp(target, times);
    return target.retryAt - times;
  });
  expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  expect(target.isAsked).toBe(false);
});

test("mounts are forgotten when they are gone, unless a call is open", () => {
  const targets = new Targets();
  const [stays, hangs, gone] = ["/stays", "/hangs", "/gone"].map((path) => targets.of(path));
  if (stays === undefined || hangs === undefined || gone === undefined) throw new Error("three targets");
  hangs.isAsked = true;
  targets.forget(new Set([stays]));
  expect(targets.size).toBe(2);
  expect([targets.of("/stays"), targets.of(Buffer.from("/hangs"))]).toEqual([stays, hangs]);
  expect(targets.of("/gone")).not.toBe(gone);
});
