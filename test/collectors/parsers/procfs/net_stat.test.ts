import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseNetStat } from "../../../../src/collectors/parsers/procfs/net_stat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, columns left out. */
const ARP_CACHE = `entries  allocs   destroys hash_grows
00000002 0000001f 00000000 00000000
00000002 00000000 ffffffff 00000000
`;

const parse = (text: string) => parseNetStat(Buffer.from(text), "/proc/net/stat/x");

test("reads hexadecimal columns by row", () => {
  expect(parse(ARP_CACHE)).toEqual([
    { name: "entries", values: [2, 2] },
    { name: "allocs", values: [31, 0] },
    { name: "destroys", values: [0, 4294967295] },
    { name: "hash_grows", values: [0, 0] },
  ]);
});

test("a row that ends early leaves gaps, not another row's numbers", () => {
  expect(parse("a b\n1\n2 3\n")).toEqual([
    { name: "a", values: [1, 2] },
    { name: "b", values: [undefined, 3] },
  ]);
});

test("of two columns with one name the first counts", () => {
  expect(parse("a b a\n1 2 3\n")).toEqual([
    { name: "a", values: [1] },
    { name: "b", values: [2] },
  ]);
});

test("an empty file has no columns", () => {
  expect(parse("")).toEqual([]);
});

test.each([
  ["a\n1 2\n", 'more numbers than names in "1 2"'],
  ["a\n0x1\n", '"0x1" is not a number in "0x1"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/net/stat/x: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseNetStat, ARP_CACHE));
