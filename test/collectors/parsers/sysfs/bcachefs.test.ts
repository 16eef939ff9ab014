import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import {
  parseBcachefsNumber,
  parseBtreeWriteStats,
  parseCompressionStats,
  parseCounter,
  parseErrors,
  parseIoDone,
  parseIoErrors,
} from "../../../../src/collectors/parsers/sysfs/bcachefs.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const COMPRESSION = `type       compressed  uncompressed  average extent size
none:            1.5k          1.5k                  64k
zstd:             10G           30G                  60k
short              1
`;
const WRITES = `          nr   size
initial:  12   1.25k
interior: 3    512
`;
const ERRORS = `alloc_key_wrong    12   1771754289
other              3    1771754289
lonely
`;
const IO_DONE = `read:
sb          :        4096
user        :123456789012
write:
sb          :        8192
`;
const IO_ERRORS = `IO errors since filesystem creation
  read:    1
  write:   2
  checksum:3
IO errors since 3 d ago
  read:    9
`;

test.each([
  ["0", 0],
  ["1.5k", 1536],
  ["1.5K", 1536],
  ["2.05G", 2_201_170_739],
  ["1e3", 1000],
  ["1E", 1024 ** 6],
  ["-1.5", -1],
])("reads the number %s", (text, want) => {
  expect(parseBcachefsNumber(text, "file")).toBe(want);
});

test.each(["", "k", "1.5z", "x", "nan", "inf"])("refuses the number %j", (text) => {
  expect(() => parseBcachefsNumber(text, "file")).toThrow(
    new ParseError(`file: ${JSON.stringify(text)} is not a number`),
  );
});

test("reads compression, skipping the heading and short rows", () => {
  expect(parseCompressionStats(Buffer.from(COMPRESSION), "file")).toEqual([
    { algorithm: "none", compressed: 1536, uncompressed: 1536 },
    { algorithm: "zstd", compressed: 10 * 1024 ** 3, uncompressed: 30 * 1024 ** 3 },
  ]);
});

test("reads B-tree writes", () => {
  expect(parseBtreeWriteStats(Buffer.from(WRITES), "file")).toEqual([
    { name: "initial", count: 12, averageSize: 1280 },
    { name: "interior", count: 3, averageSize: 512 },
  ]);
});

test("reads errors", () => {
  expect(parseErrors(Buffer.from(ERRORS), "file")).toEqual([
    { name: "alloc_key_wrong", count: 12 },
    { name: "other", count: 3 },
  ]);
});

test.each([
  ["since mount:      5\nsince filesystem creation:   7", 7],
  ["since filesystem creation: 1.5k\nsince mount: 1", 1536],
  ["since mount: 5", 0],
])("reads the counter %j", (text, want) => {
  expect(parseCounter(text, "file")).toBe(want);
});

test("refuses a counter without a count", () => {
  expect(() => parseCounter("5", "file")).toThrow(new ParseError('file: no count in "5"'));
});

test("reads bytes by operation and type of data", () => {
  expect(parseIoDone(Buffer.from(IO_DONE), "file")).toEqual([
    { operation: "read", dataType: "sb", bytes: 4096 },
    { operation: "read", dataType: "user", bytes: 123_456_789_012 },
    { operation: "write", dataType: "sb", bytes: 8192 },
  ]);
  expect(() => parseIoDone(Buffer.from("read:\nsb: 1k\n"), "file")).toThrow(
    new ParseError('file: "1k" is not a number in "sb: 1k"'),
  );
});

test("reads errors since the file system was made", () => {
  expect(parseIoErrors(Buffer.from(IO_ERRORS), "file")).toEqual([
    { name: "read", count: 1 },
    { name: "write", count: 2 },
    { name: "checksum", count: 3 },
  ]);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseCompressionStats, COMPRESSION);
  parserSurvivesGarbage(parseBtreeWriteStats, WRITES);
  parserSurvivesGarbage(parseErrors, ERRORS);
  parserSurvivesGarbage(parseIoDone, IO_DONE);
  parserSurvivesGarbage(parseIoErrors, IO_ERRORS);
  parserSurvivesGarbage((bytes, path) => parseCounter(bytes.toString("latin1"), path), "since mount: 5");
});
