import { expect, test } from "vitest";
import { parsePressure } from "../../../../src/collectors/parsers/procfs/pressure.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18. */
const GOOD = `some avg10=0.14 avg60=0.30 avg300=0.41 total=19049466
full avg10=0.03 avg60=0.13 avg300=0.12 total=5997004
`;

const parse = (text: string) => parsePressure(Buffer.from(text), "pressure/io");

test("reads both lines", () => {
  expect(parse(GOOD)).toEqual({
    some: { avg10: 0.14, avg60: 0.3, avg300: 0.41, total: 19049466 },
    full: { avg10: 0.03, avg60: 0.13, avg300: 0.12, total: 5997004 },
  });
});

test("a missing line is undefined, another kind is left out", () => {
  expect(parse("full avg10=0.00 avg60=0.00 avg300=0.00 total=8494")).toMatchObject({
    some: undefined,
    full: { total: 8494 },
  });
  expect(parse("none of it\n")).toEqual({ some: undefined, full: undefined });
});

test.each([
  ["some avg10=x avg60=0 avg300=0 total=1\n", '"x" is not a number'],
  ["some avg10=0 avg60=0 avg300=0\n", "no total="],
  ["full avg60=0\n", 'no avg10= in "full avg60=0"'],
  ["some avg10=0 avg60=0 avg300=0 total=-1\n", '"-1" is not a number'],
])("%j fails", (text, message) => {
  expect(() => parse(text)).toThrow(`pressure/io: ${message}`);
});

test("survives garbage", () => parserSurvivesGarbage(parsePressure, GOOD));
