import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNumber, MAX_NUMBER_BYTES, writeNumber } from "../../../src/collectors/text-format/number.ts";

/** Values with the text that the exposition has for them. */
const CASES: readonly (readonly [number, string])[] = [
  [0, "0"],
  [-0, "0"],
  [1, "1"],
  [-1, "-1"],
  [9, "9"],
  [10, "10"],
  [-42, "-42"],
  [NaN, "NaN"],
  [Infinity, "+Inf"],
  [-Infinity, "-Inf"],
  [100_000, "100000"],
  [123_456.5, "123456.5"],
  [999_999, "999999"],
  [1_000_000, "1e+06"],
  [-1_000_000, "-1e+06"],
  [1_412_839, "1.412839e+06"],
  [840_923.7919437207, "840923.7919437207"],
  [2_287_017_984, "2.287017984e+09"],
  [2 ** 64 - 1, "1.8446744073709552e+19"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [0.000193657, "0.000193657"],
  [2.2083e-5, "2.2083e-05"],
  [1.5e-7, "1.5e-07"],
  [1e21, "1e+21"],
  [1e100, "1e+100"],
  [9_653_880 * 0.001, "9653.880000000001"],
  [0.01, "0.01"],
  [0.1, "0.1"],
  [12.5, "12.5"],
  [-12.5, "-12.5"],
  [999_999.99, "999999.99"],
  [1_000_000.5, "1.0000005e+06"],
  [123_456_789.12, "1.2345678912e+08"],
  [0.000001, "1e-06"],
  [0.000012, "1.2e-05"],
  [0.00012, "0.00012"],
  [2 ** 53 - 1, "9.007199254740991e+15"],
  [2 ** 53, "9.007199254740992e+15"],
  [1.674_253_516_8e10, "1.6742535168e+10"],
  [5e-324, "5e-324"],
  [Number.MAX_VALUE, "1.7976931348623157e+308"],
];

test.each(CASES)("%d is written as %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
  expect(written(value)).toBe(text);
});

test("both ways to write a number agree, and the text reads back as the same number", () => {
  fc.assert(
    fc.property(NUMBERS, (value: number) => {
      const text = formatNumber(value);
      expect(written(value)).toBe(text);
      expect(text.length).toBeLessThanOrEqual(MAX_NUMBER_BYTES);
      expect(readBack(text)).toBe(value === 0 ? 0 : value);
      expect(hasExponent(text)).toBe(needsExponent(value));
    }),
    { numRuns: 5000 },
  );
});

test("leaves the bytes before and behind alone", () => {
  const bytes = new Uint8Array(64).fill(7);
  const end = writeNumber(bytes, 10, 123_456_789.25);
  expect(Buffer.from(bytes.subarray(10, end)).toString()).toBe("1.2345678925e+08");
  expect(bytes.subarray(0, 10).every((byte) => byte === 7)).toBe(true);
  expect(bytes.subarray(end).every((byte) => byte === 7)).toBe(true);
});

/** Doubles of all kinds: any bits, whole numbers up to 2^64, decimals as kernels and clocks give them. */
const NUMBERS = fc.oneof(
  fc.double(),
  fc.double({ min: 0, max: Number.MIN_VALUE * 2 ** 60 }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(Number),
  fc.integer({ min: -2_000_000, max: 2_000_000 }),
  fc.tuple(fc.maxSafeInteger(), fc.constantFrom(10, 100, 1000, 1e6, 1e9)).map(([value, unit]) => value / unit),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(1e2, 1e3, 1e6)).map(([value, unit]) => value / unit),
  fc.tuple(fc.nat(), fc.constantFrom(0.01, 0.001, 1e-6, 1e-9, 1024, 4096)).map(([value, unit]) => value * unit),
  fc.integer({ min: -30, max: 30 }).map((exponent) => Number(`1e${exponent}`)),
);

function written(value: number): string {
  const bytes = new Uint8Array(64);
  return Buffer.from(bytes.subarray(0, writeNumber(bytes, 0, value))).toString("latin1");
}

function readBack(text: string): number {
  return Number(text.replace("Inf", "Infinity"));
}

function hasExponent(text: string): boolean {
  return text.includes("e");
}

function needsExponent(value: number): boolean {
  const magnitude = Math.abs(value);
  return magnitude > 0 && magnitude < Infinity && (magnitude < 1e-4 || magnitude >= 1e6);
}
