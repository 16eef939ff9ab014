import { expect, test } from "vitest";
import { parseAnyBase, parseFloatStrict, parseInt64, parseUint } from "../../../src/collectors/parsers/numbers.ts";

test("a number too small for a float64 is 0", () => {
  expect(parseFloatStrict("1e-400")).toBe(0);
});

test.each([
  ["0", 0],
  ["18446744073709551615", 2 ** 64],
  ["000000000000000000000000000001", 1],
  ["18446744073709551616", undefined],
  ["", undefined],
  ["-1", undefined],
  ["+1", undefined],
  [" 1", undefined],
])("parseUint(%j) is %s", (text, value) => {
  expect(parseUint(text)).toBe(value);
});

test.each([
  ["-9223372036854775808", -(2 ** 63)],
  ["9223372036854775807", 2 ** 63],
  ["+5", 5],
  ["-9223372036854775809", undefined],
  ["9223372036854775808", undefined],
  ["", undefined],
  ["-", undefined],
  ["1.0", undefined],
])("parseInt64(%j) is %s", (text, value) => {
  expect(parseInt64(text)).toBe(value);
});

test.each([
  ["0", false, 0],
  ["10", false, 10],
  ["010", false, 8],
  ["0o10", false, 8],
  ["0x1F", false, 31],
  ["0X_1f", false, 31],
  ["0b101", false, 5],
  ["1_000", false, 1000],
  ["0_7", false, 7],
  ["-0x10", true, -16],
  ["+5", true, 5],
  ["0xffffffffffffffff", false, 2 ** 64],
  ["-9223372036854775808", true, -(2 ** 63)],
  ["0x10000000000000000", false, undefined],
  ["9223372036854775808", true, undefined],
  ["-1", false, undefined],
  ["+1", false, undefined],
  ["08", false, undefined],
  ["1__0", false, undefined],
  ["_1", false, undefined],
  ["1_", false, undefined],
  ["0x", false, undefined],
  ["", false, undefined],
  ["1.5", false, undefined],
])("parseAnyBase(%j, %j) is %s", (text, signed, value) => {
  expect(parseAnyBase(text, signed)).toBe(value);
});
