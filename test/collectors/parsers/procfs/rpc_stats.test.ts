import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseRpcLines } from "../../../../src/collectors/parsers/procfs/rpc_stats.ts";
import { allOrNone, type Skip } from "../../../../src/collectors/parsers/skip.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const SHAPES = { pair: { fewest: 2 }, list: { fewest: 2, counted: true } } as const;

const parse = (bytes: Buffer, path: string, skip: Skip = allOrNone) => parseRpcLines(bytes, path, SHAPES, skip);

test("reads each kind of line; a line that is missing has no numbers", () => {
  expect(parse(Buffer.from("pair 1 2 0.5 x\nother x\nlist 3 7 8 9 10\n"), "nfs")).toEqual({
    pair: [1, 2],
    list: [7, 8, 9],
  });
  expect(parse(Buffer.from("pair 1 2\n"), "nfs")).toEqual({ pair: [1, 2], list: [] });
});

test("a line that cannot be read is none, and not one of zeros", () => {
  const problems: string[] = [];
  const skip: Skip = ({ message }) => void problems.push(message);
  expect(parse(Buffer.from("pair 1 x\nlist 2 7 8\n"), "nfs", skip)).toEqual({ pair: undefined, list: [7, 8] });
  expect(problems).toEqual(['nfs: "x" is not a number in "pair 1 x"']);
});

test.each([
  ["pair\n", 'nfs: pair has 0 numbers, expected 2 in "pair"'],
  ["pair 1 x\n", 'nfs: "x" is not a number in "pair 1 x"'],
  ["list 3 7 8\n", 'nfs: list has 2 numbers, expected 3 in "list 3 7 8"'],
  ["list 1 7\n", 'nfs: list has 1 numbers, expected 2 in "list 1 7"'],
  ["list\n", 'nfs: "" is not a number in "list"'],
])("refuses %j", (text, message) => {
  expect(() => parse(Buffer.from(text), "nfs")).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(parse, "pair 1 2\nopen 3 0.5 x\nlist 3 7 8 9\n");
});
