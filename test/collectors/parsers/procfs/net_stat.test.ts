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

test("a row that cannot be read leaves a gap, not another row's numbers", () => {
  const problems: string[] = [];
  const text = "a b\n00000001\n00000002 00000003\nnew line\n00000004 0000000x\n";
  expect(parseNetStat(Buffer.from(text), "x", ({ message }) => void problems.push(message))).toEqual([
    { name: "a", values: [undefined, 2] },
    { name: "b", values: [undefined, 3] },
  ]);
  expect(problems).toEqual([
    'x: 1 numbers, expected 2 in "00000001"',
    'x: "new" is not a number in "new line"',
    'x: "0000000x" is not a number in "00000004 0000000x"',
  ]);
});

test("an old kernel has more names than numbers", () => {
  expect(parse("a b\n00000001\n00000002\n")).toEqual([
    { name: "a", values: [1, 2] },
    { name: "b", values: [undefined, undefined] },
  ]);
});

test("a row that is longer than the others costs itself only", () => {
  const problems: string[] = [];
  const text = "a b\n00000001\n00000002 00000003\n00000004\n";
  expect(parseNetStat(Buffer.from(text), "x", ({ message }) => void problems.push(message))).toEqual([
    { name: "a", values: [1, undefined, 4] },
    { name: "b", values: [undefined, undefined, undefined] },
  ]);
  expect(problems).toEqual(['x: 2 numbers, expected 1 in "00000002 00000003"']);
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
  ["a\n1 2\n", '2 numbers, expected 1 in "1 2"'],
  ["a\n0x1\n", '"0x1" is not a number in "0x1"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/net/stat/x: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseNetStat, ARP_CACHE));
