import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseNodeNumastat } from "../../../../src/collectors/parsers/sysfs/node_numastat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const NODE = "numa_hit 12041948\nnuma_miss 0\nnuma_foreign 3\ninterleave_hit 1132\n";

const parse = (text: string) => parseNodeNumastat(Buffer.from(text), "numastat");

test("reads a number by name", () => {
  expect([...parse(NODE)]).toEqual([
    ["numa_hit", 12041948],
    ["numa_miss", 0],
    ["numa_foreign", 3],
    ["interleave_hit", 1132],
  ]);
});

test("empty lines do not count", () => {
  expect(parse("\nnuma_hit 1\n\n").size).toBe(1);
});

test.each([
  ["numa_hit\n", '"" is not a number in "numa_hit"'],
  ["numa_hit 1x\n", '"1x" is not a number in "numa_hit 1x"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`numastat: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseNodeNumastat, NODE));
