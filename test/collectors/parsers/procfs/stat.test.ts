import { expect, test } from "vitest";
import { parseStat } from "../../../../src/collectors/parsers/procfs/stat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18 with two CPUs; the interrupt line is shortened. */
const TWO_CPUS = `cpu  9145 0 5101 357744 705 0 110 23 4 2
cpu0 3159 1 2095 181092 32 7 24 13 4 2
cpu1 5986 0 3005 176651 672 0 86 10 0 0
intr 623876 0 0 0 1 13 18446744073709551615 77865
ctxt 1637358
btime 1795373788
processes 8816
procs_running 2
procs_blocked 1
softirq 264844 1 32513 6 30024 77863 5 3 70749 2 53684
`;

const parse = (text: string) => parseStat(Buffer.from(text), "/proc/stat");
const times = (text: string) => parse(text).times;
const counts = (text: string) => parse(text).counts;

test("reads the columns of each CPU, without the total", () => {
  expect(times(TWO_CPUS)).toEqual({
    cpus: [0, 1],
    ticks: [3159, 1, 2095, 181092, 32, 7, 24, 13, 4, 2, 5986, 0, 3005, 176651, 672, 0, 86, 10, 0, 0],
  });
});

test("reads the counts of the other lines", () => {
  expect(counts(TWO_CPUS)).toEqual({
    intr: 623876,
    ctxt: 1637358,
    btime: 1795373788,
    processes: 8816,
    procsRunning: 2,
    procsBlocked: 1,
    softirq: [1, 32513, 6, 30024, 77863, 5, 3, 70749, 2, 53684],
  });
});

test("columns and lines that an old kernel lacks are 0", () => {
  expect(times("cpu 1 2 3 4\ncpu7 1 2 3 4\n")).toEqual({ cpus: [7], ticks: [1, 2, 3, 4, 0, 0, 0, 0, 0, 0] });
  expect(counts("ctxt 5\n")).toMatchObject({ ctxt: 5, intr: 0, btime: 0, softirq: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
});

test("columns and lines of a later kernel are left out", () => {
  expect(times("cpu0 1 2 3 4 5 6 7 8 9 10 new\nnew words here\n").ticks).toHaveLength(10);
  expect(counts("new words here\nctxt 5 6\n").ctxt).toBe(5);
});

test("a line without values is left out", () => {
  expect(times("cpu\ncpu3\n\n")).toEqual({ cpus: [], ticks: [] });
});

test.each([
  ["a CPU without a number", "cpux 1 2\n", '"x" is not a number in "cpux 1 2"'],
  ["a column of a CPU", "cpu0 1 -2\n", '"-2" is not a number in "cpu0 1 -2"'],
  ["a column of the total", "cpu  1 2.5\n", '"2.5" is not a number in "cpu  1 2.5"'],
  ["one of many interrupts", "intr 5 0 1 x 2\n", '"x" is not a number in "intr 5 0 1 x 2"'],
  [
    "an interrupt count beyond 64 bit",
    "intr 5 18446744073709551616\n",
    '"18446744073709551616" is not a number in "intr 5 18446744073709551616"',
  ],
  ["a count", "ctxt many\n", '"many" is not a number in "ctxt many"'],
  ["a short softirq line", "softirq 1 2 3\n", '"" is not a number in "softirq 1 2 3"'],
])("%s that does not parse is an error", (_, text, message) => {
  expect(() => parse(text)).toThrow(`/proc/stat: ${message}`);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseStat, TWO_CPUS);
});
