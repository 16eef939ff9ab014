import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { requireUintOfAnyBase } from "../../../../src/collectors/parsers/sysfs/any-base.ts";

test.each([
  ["0", 0],
  ["42", 42],
  ["0x1f", 31],
  ["010", 8],
  ["0xffffffffffffffff", 2 ** 64],
])("reads %s", (text, want) => {
  expect(requireUintOfAnyBase(text, "counter")).toBe(want);
});

test.each(["", "-1", "0x", "12a", "0x10000000000000000"])("refuses %j", (text) => {
  expect(() => requireUintOfAnyBase(text, "counter")).toThrow(
    new ParseError(`counter: ${JSON.stringify(text)} is not a number`),
  );
});
