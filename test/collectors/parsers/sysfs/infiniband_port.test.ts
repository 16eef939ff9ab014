import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseInfinibandRate, parseInfinibandState } from "../../../../src/collectors/parsers/sysfs/infiniband_port.ts";

test.each([
  ["4: ACTIVE", 4],
  ["3: Disabled", 3],
  ["0:", 0],
])("reads the state %j", (text, want) => {
  expect(parseInfinibandState(text, "state")).toBe(want);
});

test.each(["", "ACTIVE", ": x", "-1: x"])("refuses the state %j", (text) => {
  expect(() => parseInfinibandState(text, "state")).toThrow(
    new ParseError(`state: no state number in ${JSON.stringify(text)}`),
  );
});

test.each([
  ["2.5 Gb/sec (1X SDR)", 312_500_000],
  ["40 Gb/sec (4X QDR)", 5_000_000_000],
  ["400 Gb/sec (4X NDR)", 50_000_000_000],
  // As a 32-bit float, 28.1 is a little more.
  ["28.1 Gb/sec", 3_512_500_047],
])("reads the rate %j", (text, want) => {
  expect(parseInfinibandRate(text, "rate")).toBe(want);
});

test.each(["", "fast", "inf Gb/sec"])("refuses the rate %j", (text) => {
  expect(() => parseInfinibandRate(text, "rate")).toThrow(new ParseError(`rate: no rate in ${JSON.stringify(text)}`));
});
