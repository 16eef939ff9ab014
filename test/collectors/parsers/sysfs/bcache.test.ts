import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import {
  parseBcacheNumber,
  parsePriorityStats,
  parseWritebackRate,
} from "../../../../src/collectors/parsers/sysfs/bcache.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const RATE = `rate:\t\t4.0k/sec
dirty:\t\t0
target:\t\t2.5G
proportional:\t-1.5k
integral:\t0
change:\t\t-512/sec
next io:\t-3ms
`;

const PRIORITIES = `Unused:\t\t7%
Clean:\t\t80%
Dirty:\t\t12%
Metadata:\t1%
Average:\t245
Sectors per Q:\t15680
Quantiles:\t[3 5 8]
`;

test.each([
  ["0", 0],
  ["18446744073709551615", 2 ** 64],
  ["1.5", 1],
  ["1k", 1024],
  // 5 stands for 5 / 10.24 of the unit.
  ["1.5k", 1524],
  ["-1.5k", -1524],
  ["1.1M", 1_150_976],
  ["2.0Y", 2 * 1024 ** 8],
])("reads the number %s", (text, want) => {
  expect(parseBcacheNumber(text, "file")).toBe(want);
});

test.each(["", "k", "1.", "1.5x", "1.5K", "0x10", "1 k"])("refuses the number %j", (text) => {
  expect(() => parseBcacheNumber(text, "file")).toThrow(
    new ParseError(`file: ${JSON.stringify(text)} is not a number`),
  );
});

test("reads the writeback controller", () => {
  expect(parseWritebackRate(Buffer.from(RATE), "rate")).toEqual({
    rate: 4096,
    target: 2.48828125 * 1024 ** 3,
    proportional: -1524,
    integral: 0,
    change: -512,
  });
});

test("reads the use of buckets", () => {
  expect(parsePriorityStats(Buffer.from(PRIORITIES), "priorities")).toEqual({ unusedPercent: 7, metadataPercent: 1 });
});

test.each([
  ["", 'rate: no line "rate"'],
  [RATE.replace("integral", "other"), 'rate: no line "integral"'],
  [RATE.replace("4.0k", "fast"), 'rate: rate: "fast" is not a number'],
])("refuses a controller %#", (text, message) => {
  expect(() => parseWritebackRate(Buffer.from(text), "rate")).toThrow(new ParseError(message));
});

test.each([
  ["Unused: 1%\n", 'priorities: no line "Metadata"'],
  ["Unused: 1\nMetadata: 2%\n", 'priorities: Unused: "1" is not a percentage'],
  ["Unused: 50\nMetadata: 2%\n", 'priorities: Unused: "50" is not a percentage'],
  ["Unused: %\nMetadata: 2%\n", 'priorities: Unused: "%" is not a percentage'],
])("refuses buckets %#", (text, message) => {
  expect(() => parsePriorityStats(Buffer.from(text), "priorities")).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseWritebackRate, RATE);
  parserSurvivesGarbage(parsePriorityStats, PRIORITIES);
  parserSurvivesGarbage((bytes, path) => parseBcacheNumber(bytes.toString("latin1"), path), "1.5k");
});
