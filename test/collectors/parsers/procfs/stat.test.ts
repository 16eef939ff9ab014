import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
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
const times = (text: string) => {
  const { cpus, ticks } = parse(text).times;
  return { cpus, ticks: [...ticks] };
};
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

test("lines that an old kernel lacks are 0", () => {
  expect(counts("ctxt 5\n")).toMatchObject({ ctxt: 5, intr: 0, btime: 0, softirq: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
});

test("of a CPU that comes twice the last row counts", () => {
  const text = ["cpu0 1 2 3 4 5 6 7 8 9 10", "cpu1 0 0 0 0 0 0 0 0 0 0", "cpu0 9 8 7 6 5 4 3 2 1 0"].join("\n");
  expect(times(text)).toEqual({ cpus: [0, 1], ticks: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
});

test("columns that an old kernel lacks are 0, also where a row that cannot be read had them", () => {
  const text = "cpu0 9 9 9 9 9 9 9 9 9 x\ncpu1 1 2 3 4\ncpu2 1 2 3 4 5 6 7 8 9\n";
  expect(times(text)).toEqual({ cpus: [1, 2], ticks: [1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0] });
});

test("a row with fewer columns than the total is damaged, and left out", () => {
  const stat = parse("cpu  3 3 3 3 3 3 3 3 3\ncpu0 1 1 1 1 1 1 1 1 1\ncpu1 2 2 2 2 2 2 2 2\n");
  expect([stat.times.cpus, stat.problems.times.map(({ message }) => message)]).toEqual([
    [0],
    ['/proc/stat: a CPU with too few columns in "cpu1 2 2 2 2 2 2 2 2"'],
  ]);
});

test("a line that cannot be read is left out, and not 0", () => {
  const text = TWO_CPUS.replace("processes 8816", "processes -2049562273").replace("cpu0 3159", "cpu0 x");
  const stat = parse(text);
  expect(stat.times.cpus).toEqual([1]);
  expect(stat.counts).toEqual({ ...counts(TWO_CPUS), processes: undefined });
  expect(stat.problems).toEqual({
    times: [new ParseError('/proc/stat: "x" is not a number in "cpu0 x 1 2095 181092 32 7 24 13 4 2"')],
    counts: [new ParseError('/proc/stat: "-2049562273" is not a number in "processes -2049562273"')],
  });
});

test("columns and lines of a later kernel are left out", () => {
  expect(times("cpu0 1 2 3 4 5 6 7 8 9 10 new\nnew words here\n").ticks).toHaveLength(10);
  expect(counts("new words here\nctxt 5 6\n").ctxt).toBe(5);
});

test("the total is not looked at, nor are the single interrupts", () => {
  expect(times("cpu x\ncpu\n\n")).toEqual({ cpus: [], ticks: [] });
  expect(counts("intr 5 0 1 x 18446744073709551616\n").intr).toBe(5);
});

test.each([
  ["a CPU without a number", "cpux 1 2\n", '"x" is not a number in "cpux 1 2"'],
  ["a column of a CPU", "cpu0 1 -2\n", '"-2" is not a number in "cpu0 1 -2"'],
  ["a short row", "cpu3 1 2 3\n", 'a CPU with too few columns in "cpu3 1 2 3"'],
  ["a number beyond 64 bit", "ctxt 18446744073709551616\n", '"18446744073709551616" is not a number in "ctxt'],
  ["a count", "ctxt many\n", '"many" is not a number in "ctxt many"'],
  ["a short softirq line", "softirq 1 2 3\n", '"" is not a number in "softirq 1 2 3"'],
])("%s that does not parse is an error", (_, text, message) => {
  expect(() => parse(text)).toThrow(`/proc/stat: ${message}`);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseStat, TWO_CPUS);
});
