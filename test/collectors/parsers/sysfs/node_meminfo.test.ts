import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseNodeMeminfo } from "../../../../src/collectors/parsers/sysfs/node_meminfo.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, shortened. */
const NODE = `Node 0 MemTotal:        4942036 kB
Node 0 Active(anon):       1568 kB
Node 0 HugePages_Total:     12
`;

const parse = (text: string) => parseNodeMeminfo(Buffer.from(text), "meminfo");

test("gives bytes, or a count where there is no unit, by the field's name", () => {
  expect([...parse(NODE)]).toEqual([
    ["MemTotal", 5_060_644_864],
    ["Active_anon", 1_605_632],
    ["HugePages_Total", 12],
  ]);
});

test("empty lines do not count", () => {
  expect(parse("\nNode 0 A: 1\n\n").size).toBe(1);
});

test.each([
  ["Node 0 MemTotal:\n", '"" is not a number in "Node 0 MemTotal:"'],
  ["Node 0 MemTotal: 1 MB\n", 'a unit other than kB in "Node 0 MemTotal: 1 MB"'],
  ["Node 0 MemTotal: 1 kB more\n", 'a unit other than kB in "Node 0 MemTotal: 1 kB more"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`meminfo: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseNodeMeminfo, NODE));
