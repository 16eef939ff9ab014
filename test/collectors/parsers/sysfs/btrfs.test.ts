import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { allocationRatio, parseCommitStats } from "../../../../src/collectors/parsers/sysfs/btrfs.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; the numbers are edited to differ. */
const LINUX_6_18 = `commits 1
cur_commit_ms 0
last_commit_ms 9
max_commit_ms 10
total_commit_ms 19
`;

test("reads commits, whatever else the kernel counts", () => {
  expect(parseCommitStats(Buffer.from(LINUX_6_18), "commit_stats")).toEqual({
    commits: 1,
    lastMs: 9,
    maxMs: 10,
    totalMs: 19,
  });
});

test.each([
  ["commits\n", 'commit_stats: "" is not a number in "commits"'],
  ["commits x\n", 'commit_stats: "x" is not a number in "commits x"'],
])("refuses %j", (text, message) => {
  expect(() => parseCommitStats(Buffer.from(text), "commit_stats")).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseCommitStats, LINUX_6_18);
});

test.each([
  ["single", 1, 1],
  ["raid0", 4, 1],
  ["dup", 1, 2],
  ["raid1", 2, 2],
  ["raid10", 4, 2],
  ["raid1c3", 3, 3],
  ["raid1c4", 4, 4],
  ["raid5", 3, 1.5],
  ["raid5", 1, Infinity],
  ["raid6", 4, 2],
  ["raid7", 4, 0],
])("the ratio of %s on %i devices is %d", (layout, devices, want) => {
  expect(allocationRatio(layout, devices)).toBe(want);
});
