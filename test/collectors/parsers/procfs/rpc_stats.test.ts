import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseRpcLines, type LineShape } from "../../../../src/collectors/parsers/procfs/rpc_stats.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const SHAPES = new Map<string, LineShape>([
  ["pair", { fewest: 2, most: 2 }],
  ["open", { fewest: 1, most: 1, open: true }],
  ["list", { fewest: 2, most: Infinity, counted: true }],
]);

const parse = (bytes: Buffer, path: string) => parseRpcLines(bytes, path, SHAPES);

test("reads each kind of line", () => {
  const lines = parse(Buffer.from("pair 1 2\nopen 3 0.5 x\nlist 3 7 8 9\n"), "nfs");
  expect([...lines]).toEqual([
    ["pair", [1, 2]],
    ["open", [3]],
    ["list", [7, 8, 9]],
  ]);
});

test.each([
  ["pair\n", 'nfs: pair has 0 numbers, expected 2 in "pair"'],
  ["pair 1 2 3\n", 'nfs: pair has 3 numbers, expected 2 in "pair 1 2 3"'],
  ["pair 1 x\n", 'nfs: "x" is not a number in "pair 1 x"'],
  ["open\n", 'nfs: open has 0 numbers, expected 1 in "open"'],
  ["list 3 7 8\n", 'nfs: list announces 3 numbers and has 2 in "list 3 7 8"'],
  ["list 2 7 8 9\n", 'nfs: list announces 2 numbers and has 3 in "list 2 7 8 9"'],
  ["list 1 7\n", 'nfs: list has 1 numbers, expected at least 2 in "list 1 7"'],
  ["list\n", 'nfs: "" is not a number in "list"'],
  ["other 1\n", 'nfs: unknown line "other" in "other 1"'],
  ["\n", 'nfs: unknown line "" in ""'],
])("refuses %j", (text, message) => {
  expect(() => parse(Buffer.from(text), "nfs")).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(parse, "pair 1 2\nopen 3 0.5 x\nlist 3 7 8 9\n");
});
