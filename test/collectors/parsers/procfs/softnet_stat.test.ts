import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import {
  parseSoftnetStat,
  parseSoftnetTable,
  SOFTNET_WIDTH,
} from "../../../../src/collectors/parsers/procfs/softnet_stat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18 with two CPUs; the counters are edited to differ. */
const TWO_CPUS = `00000a2f 00000001 0000002b 00000000 00000000 00000000 00000000 00000000 00000000 00000007 00000000 00000003 00000000 00000000 00000000
ffffffff 00000000 00000012 00000000 00000000 00000000 00000000 00000000 00000004 00000000 00000009 00000000 00000005 00000000 00000000
`;

test("reads each column of a current kernel, with the CPU's own number", () => {
  const [first, second] = parseSoftnetStat(Buffer.from(TWO_CPUS), "softnet_stat");
  expect(first).toEqual({
    cpu: 0,
    processed: 2607,
    dropped: 1,
    timeSqueezed: 43,
    cpuCollision: 0,
    receivedRps: 7,
    flowLimitCount: 0,
    backlogLength: 3,
  });
  expect(second).toMatchObject({ cpu: 5, processed: 4_294_967_295, cpuCollision: 4, flowLimitCount: 9 });
});

test("numbers the rows of a kernel that has no CPU column", () => {
  const old = "00000001 0 0 0 0 0 0 0 0\n00000002 0 0 0 0 0 0 0 0\n";
  const rows = parseSoftnetStat(Buffer.from(old), "softnet_stat");
  expect(rows.map(({ cpu, processed, receivedRps }) => [cpu, processed, receivedRps])).toEqual([
    [0, 1, undefined],
    [1, 2, undefined],
  ]);
});

test("a short row is an error that quotes it", () => {
  expect(() => parseSoftnetStat(Buffer.from("1 2 3\n"), "net/softnet_stat")).toThrow(
    new ParseError('net/softnet_stat: 3 columns, expected at least 9 in "1 2 3"'),
  );
});

/** Rows of so many columns, each of which begins with its number from 1 on. */
const rowsOf = (...widths: number[]) =>
  widths
    .map((width, i) => [i + 1, ...Array.from({ length: width - 1 }, (_, j) => j + 1)].map(hex).join(" "))
    .join("\n");
const hex = (value: number) => value.toString(16).padStart(8, "0");

test.each([
  ["longer, by a column that is not read", [15, 16, 15], [1, 2, 3], 0],
  ["longer than those of an old kernel", [11, 12, 11, 11], [1, 2, 3, 4], 0],
  ["longer than those of an old kernel, up to the number of a CPU", [11, 15, 11], [1, 2, 3], 0],
  ["much longer", [15, 15, 65], [1, 2, 3], 0],
  ["cut", [15, 15, 9], [1, 2], 1],
  ["cut after the columns that are read", [15, 15, 13], [1, 2, 3], 0],
  ["one of two and cut", [15, 11], [1], 1],
  ["the first of two and cut", [11, 15], [2], 1],
  ["like no other", [9, 10, 10, 11], [2, 3, 4], 1],
])("a row that is %s costs itself at most", (_, widths, processed, skipped) => {
  const problems: Error[] = [];
  const rows = parseSoftnetStat(Buffer.from(rowsOf(...widths)), "x", (problem) => void problems.push(problem));
  expect([rows.map((row) => row.processed), problems.length]).toEqual([processed, skipped]);
});

test("of a longer row of an old kernel the number of the CPU and the last columns are not read", () => {
  const { cpus, values } = parseSoftnetTable(Buffer.from(rowsOf(11, 15, 11)), "x");
  expect([cpus, [...values.subarray(SOFTNET_WIDTH, 2 * SOFTNET_WIDTH)]]).toEqual([
    [0, 1, 2],
    [2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0],
  ]);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseSoftnetStat, TWO_CPUS);
});
