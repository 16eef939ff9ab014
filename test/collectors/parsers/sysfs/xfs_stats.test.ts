import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseXfsStats } from "../../../../src/collectors/parsers/sysfs/xfs_stats.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18 after a few writes. */
const LINUX_6_18 = `extent_alloc 1 1 0 0
abt 0 0 0 0
blk_map 0 2 1 2 0 5 0
bmbt 0 0 0 0
dir 1 1 0 0
trans 0 5 0
ig 2 0 0 2 0 0 0
log 1 6 0 1 1
push_ail 5 0 1 0 0 0 0 0 0 0
xstrat 1 0
rw 1 0
attr 1 0 0 0
icluster 0 0 0
vnodes 2 0 0 0 0 0 0 0
buf 36 27 12 11 0 24 0 0 24
abtb2 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0
rtrefcntbt 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
qm 0 0 0 0 0 0 0 0
xpc 4096 3 0
defer_relog 0
debug 0
`;

test("reads the lines of a current kernel", () => {
  const stats = parseXfsStats(Buffer.from(LINUX_6_18), "stats");
  expect(stats.get("blk_map")).toEqual([0, 2, 1, 2, 0, 5, 0]);
  expect(stats.get("xpc")).toEqual([4096, 3, 0]);
  expect(stats.get("vnodes")).toHaveLength(8);
  expect(stats.has("abtb2")).toBe(false);
});

test.each([
  ["vnodes 1 2 3 4 5 6 7\n", [1, 2, 3, 4, 5, 6, 7]],
  ["vnodes 18446744073709551615 2 3 4 5 6 7 8\n", [18_446_744_073_709_552_000, 2, 3, 4, 5, 6, 7, 8]],
])("accepts %j", (text, want) => {
  expect(parseXfsStats(Buffer.from(text), "stats").get("vnodes")).toEqual(want);
});

test.each([
  ["trans 1 2\n", 'stats: trans has 2 numbers, expected 3 in "trans 1 2"'],
  ["vnodes 1 2 3 4 5 6\n", 'stats: vnodes has 6 numbers, expected 7 in "vnodes 1 2 3 4 5 6"'],
  ["rw 1 x\n", 'stats: "x" is not a number in "rw 1 x"'],
  ["rw -1 0\n", 'stats: "-1" is not a number in "rw -1 0"'],
])("refuses %j", (text, message) => {
  expect(() => parseXfsStats(Buffer.from(text), "stats")).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseXfsStats, LINUX_6_18);
});
