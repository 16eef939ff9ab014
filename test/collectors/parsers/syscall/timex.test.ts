import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTimex, TIMEX_BYTES } from "../../../../src/collectors/parsers/syscall/timex.ts";

test("reads each field at its place in the 64-bit struct", () => {
  const bytes = Buffer.alloc(TIMEX_BYTES);
  const longs = { 8: -5, 16: 131_072, 24: 16_000_000, 32: 500, 48: 7, 88: 10_000, 96: 3, 104: 4, 120: 6, 128: 11 };
  for (const [at, value] of Object.entries({ ...longs, 136: 12, 144: 13, 152: 14 })) {
    bytes.writeBigInt64LE(BigInt(value), Number(at));
  }
  bytes.writeInt32LE(0x2001, 40);
  bytes.writeInt32LE(9, 112);
  bytes.writeInt32LE(37, 160);
  expect(parseTimex(bytes)).toEqual({
    offset: -5,
    frequency: 131_072,
    maxError: 16_000_000,
    estimatedError: 500,
    status: 0x2001,
    constant: 7,
    tick: 10_000,
    ppsFrequency: 3,
    jitter: 4,
    shift: 9,
    stability: 6,
    jitterCount: 11,
    calibrationCount: 12,
    errorCount: 13,
    stabilityExceededCount: 14,
    tai: 37,
  });
});

test("reads every 64-bit number as the nearest float64", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value: bigint) => {
      const bytes = Buffer.alloc(TIMEX_BYTES);
      bytes.writeBigInt64LE(value, 8);
      expect(parseTimex(bytes).offset).toBe(Number(value));
    }),
  );
});
