import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseXfrmStat } from "../../../../src/collectors/parsers/procfs/xfrm_stat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const COUNTERS = "XfrmInError             \t0\nXfrmInNoStates          \t12\nXfrmOutNoQueueSpace     \t3\n";

const parse = (text: string) => parseXfrmStat(Buffer.from(text), "/proc/net/xfrm_stat");

test("reads a number by name", () => {
  expect([...parse(COUNTERS)]).toEqual([
    ["XfrmInError", 0],
    ["XfrmInNoStates", 12],
    ["XfrmOutNoQueueSpace", 3],
  ]);
});

test.each([
  ["XfrmInError\n", '"" is not a number in "XfrmInError"'],
  ["XfrmInError 0.5\n", '"0.5" is not a number in "XfrmInError 0.5"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/net/xfrm_stat: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseXfrmStat, COUNTERS));
