import { expect, test } from "vitest";
import { parseTzif, zoneAt } from "../../../src/collectors/time/tzif.ts";
import { parserSurvivesGarbage } from "../../support/garbage.ts";
import { compileZone } from "../../support/tzif.ts";

const CENTRAL_EUROPE = compileZone({
  types: [
    [3208, false, "LMT"],
    [7200, true, "CEST"],
    [3600, false, "CET"],
  ],
  transitions: [
    [-2_000_000_000, 2],
    [800_000_000, 1],
    [810_000_000, 2],
  ],
  rule: "CET-1CEST,M3.5.0,M10.5.0/3",
});

const at = (bytes: Buffer, seconds: number) => {
  const { abbreviation, offset } = zoneAt(parseTzif(bytes, "zone"), seconds);
  return [abbreviation, offset];
};

test.each([
  ["before the first transition", -3_000_000_000, "LMT", 3208],
  ["after a transition", 800_000_000, "CEST", 7200],
  ["before it", 799_999_999, "CET", 3600],
  ["after the last, in winter", 1_767_225_600, "CET", 3600],
  ["after the last, in summer", 1_783_000_000, "CEST", 7200],
])("%s", (_, seconds, abbreviation, offset) => {
  expect(at(CENTRAL_EUROPE, seconds)).toEqual([abbreviation, offset]);
});

test("before transitions that return to the first type, standard time holds", () => {
  const zone = compileZone({
    types: [
      [7200, true, "DST"],
      [3600, false, "STD"],
    ],
    transitions: [
      [100, 0],
      [200, 1],
    ],
  });
  expect(at(zone, 0)).toEqual(["STD", 3600]);
  expect(at(zone, 300)).toEqual(["STD", 3600]);
});

test("before transitions that never come to the first type, that one holds", () => {
  const zone = compileZone({
    types: [
      [7200, true, "DST"],
      [3600, false, "STD"],
    ],
    transitions: [[100, 1]],
  });
  expect(at(zone, 0)).toEqual(["DST", 7200]);
});

test("a zone without transitions and rule has one local time", () => {
  expect(at(compileZone({ types: [[-10800, false, "-03"]] }), 1e9)).toEqual(["-03", -10800]);
});

test("a version 1 file has times of 32 bit and no rule", () => {
  const zone = compileZone(
    {
      types: [
        [0, false, "A"],
        [60, false, "B"],
      ],
      transitions: [[-5, 1]],
    },
    1,
  );
  expect([at(zone, -6), at(zone, -5)]).toEqual([
    ["A", 0],
    ["B", 60],
  ]);
});

test.each([
  ["text", Buffer.from("UTC0"), "zone: not a compiled time zone"],
  ["nothing", Buffer.alloc(0), "zone: not a compiled time zone"],
  ["a file cut short", CENTRAL_EUROPE.subarray(0, 180), "zone: a compiled time zone cut short"],
  ["a version 2 file without its second part", CENTRAL_EUROPE.subarray(0, 100), "zone: not a compiled time zone"],
  ["no types", compileZone({ types: [] }), "zone: a compiled time zone cut short"],
  [
    "a transition to a type that is not there",
    compileZone({ types: [[0, false, "A"]], transitions: [[5, 1]] }),
    "zone: a transition to no local time",
  ],
])("%s fails", (_, bytes, message) => {
  expect(() => parseTzif(bytes, "zone")).toThrow(message);
});

test("survives garbage", () => {
  parserSurvivesGarbage((bytes, path) => zoneAt(parseTzif(bytes, path), 1e9), CENTRAL_EUROPE);
});
