import { expect, test } from "vitest";
import timex from "../../src/collectors/timex.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { collect } from "../support/collect.ts";
import { samplesOf } from "../support/samples.ts";
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

test.each([
  ["microseconds", 0, 1e6],
  ["nanoseconds", 0x2000, 1e9],
])("a kernel that counts in %s gives seconds and ratios", async (_, status, unit) => {
  const TIME_WAIT = 4;
  const values = { 8: -250, 16: 6_553_600, 24: 16_000, 32: 8000, 48: 7, 88: 10_000, 96: 131_072, 104: 50, 120: 65_536 };
  const counts = { 128: 1, 136: 2, 144: 3, 152: 4 };
  const adjtimex = (bytes: Buffer) => {
    for (const [at, value] of Object.entries({ ...values, ...counts }))
      bytes.writeBigInt64LE(BigInt(value), Number(at));
    bytes.writeInt32LE(status, 40);
    bytes.writeInt32LE(5, 112);
    bytes.writeInt32LE(37, 160);
    return TIME_WAIT;
  };
  const { text } = await collect(timex, { native: { ...createNative(), adjtimex } });
  const found = samplesOf(text).map((line) => line.replace("node_timex_", "").split(" "));
  expect(Object.fromEntries(found.map(([name, value]) => [name, Number(value)]))).toEqual({
    estimated_error_seconds: 0.008,
    frequency_adjustment_ratio: 1.0001,
    loop_time_constant: 7,
    maxerror_seconds: 0.016,
    offset_seconds: -250 / unit,
    pps_calibration_total: 2,
    pps_error_total: 3,
    pps_frequency_hertz: 0.000_002,
    pps_jitter_seconds: 50 / unit,
    pps_jitter_total: 1,
    pps_shift_seconds: 5,
    pps_stability_exceeded_total: 4,
    pps_stability_hertz: 0.000_001,
    status,
    sync_status: 1,
    tai_offset_seconds: 37,
    tick_seconds: 0.01,
  });
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
