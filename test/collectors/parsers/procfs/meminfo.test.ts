import { expect, test } from "vitest";
import { meminfoParser } from "../../../../src/collectors/parsers/procfs/meminfo.ts";
import { memoryMakesNoDifference, parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, shortened. */
const GOOD = `MemTotal:       24684092 kB
Active(anon):       1556 kB
HugePages_Total:       3
DirectMap1G:    20971520 kB
`;

const parse = (text: string) => meminfoParser()(Buffer.from(text), "meminfo");

test("reads names as the kernel writes them, and bytes where there is a unit", () => {
  expect(parse(GOOD)).toEqual({
    names: ["MemTotal", "Active(anon)", "HugePages_Total", "DirectMap1G"],
    values: [24684092 * 1024, 1556 * 1024, 3, 20971520 * 1024],
  });
});

test.each([
  ["MemTotal: 1 MB\n", 'an unknown unit in "MemTotal: 1 MB"'],
  ["MemTotal: 1 kB more\n", "more than name, number and unit"],
  ["MemTotal: 1 kBytes\n", "more than name, number and unit"],
  ["MemTotal:\n", '"" is not a number'],
  ["MemTotal: -1 kB\n", '"-1" is not a number'],
  ["MemTotal 1 kB\n", "no name with a colon"],
  [": 1 kB\n", "no name with a colon"],
])("%j fails", (text, message) => {
  expect(() => parse(text)).toThrow(`meminfo: ${message}`);
});

test("a long number touches the colon, and bytes wrap at 2^64", () => {
  expect(
    parse("SwapFree:18014398503714728 kB\nMapped: 18446744073709551615 kB\nHuge: 18446744073709551615\n").values,
  ).toEqual([2 ** 64 - 5_905_670_144, 2 ** 64, 2 ** 64]);
});

test("a line of another form is left out", () => {
  const problems: string[] = [];
  const table = "        total:    used:\nMem:  260579328 136073216\n\n";
  const { names } = meminfoParser()(Buffer.from(table + GOOD), "meminfo", ({ message }) => void problems.push(message));
  expect(names).toEqual(parse(GOOD).names);
  expect(problems).toHaveLength(2);
});

test("survives garbage", () => parserSurvivesGarbage(meminfoParser(), GOOD));

test("what it remembers makes no difference", () => memoryMakesNoDifference(meminfoParser, GOOD));
