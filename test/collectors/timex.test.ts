import { expect, test } from "vitest";
import timex from "../../src/collectors/timex.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { collect } from "../support/collect.ts";
import { refusing } from "../support/refusing.ts";

const FAMILIES = [
  "node_timex_estimated_error_seconds",
  "node_timex_frequency_adjustment_ratio",
  "node_timex_loop_time_constant",
  "node_timex_maxerror_seconds",
  "node_timex_offset_seconds",
  "node_timex_pps_calibration_total",
  "node_timex_pps_error_total",
  "node_timex_pps_frequency_hertz",
  "node_timex_pps_jitter_seconds",
  "node_timex_pps_jitter_total",
  "node_timex_pps_shift_seconds",
  "node_timex_pps_stability_exceeded_total",
  "node_timex_pps_stability_hertz",
  "node_timex_status",
  "node_timex_sync_status",
  "node_timex_tai_offset_seconds",
  "node_timex_tick_seconds",
];

test("gives the state of this host's clock", async () => {
  const { status, families } = await collect(timex);
  expect(status).toBe("ok");
  expect([...families.keys()]).toEqual(FAMILIES);
  expect(families.get("node_timex_tick_seconds")).toBe(
    "# TYPE node_timex_tick_seconds gauge\nnode_timex_tick_seconds 0.01\n",
  );
  const ratio = Number(families.get("node_timex_frequency_adjustment_ratio")?.split(/\s/).at(-2));
  expect(Math.abs(ratio - 1)).toBeLessThan(0.001);
  expect(families.get("node_timex_pps_error_total")).toContain("counter");
});

test.each(["EPERM", "EACCES"])("a sandbox that answers %s means no data", async (code) => {
  const { status } = await collect(timex, { native: refusing(code, "adjtimex") });
  expect(status).toBe("nodata");
});

test("any other error fails", async () => {
  const { status, message } = await collect(timex, { native: refusing("EINVAL", "adjtimex") });
  expect({ status, message }).toEqual({ status: "failed", message: "EINVAL: refused" });
});

test("a clock that is not synchronized has status 0", async () => {
  const native = { ...createNative(), adjtimex: (bytes: Uint8Array) => (bytes[41] === 0 ? 5 : 0) };
  const { families } = await collect(timex, { native });
  expect(families.get("node_timex_sync_status")).toContain("node_timex_sync_status 0\n");
});
