import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { sockstatParser } from "../../../../src/collectors/parsers/procfs/net_sockstat.ts";
import { memoryMakesNoDifference, parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; the numbers are edited to differ. */
const GOOD = `sockets: used 139
TCP: inuse 7 orphan 1 tw 5 alloc 11 mem 3
UDP: inuse 2 mem 9
UDPLITE: inuse 0
RAW: inuse 0
FRAG: inuse 0 memory 4
`;

test("gives each line with its values in order", () => {
  const lines = sockstatParser()(Buffer.from(GOOD), "sockstat");
  expect(lines.map(({ protocol, values }) => [protocol, ...values].flat())).toEqual([
    ["sockets", "used", 139],
    ["TCP", "inuse", 7, "orphan", 1, "tw", 5, "alloc", 11, "mem", 3],
    ["UDP", "inuse", 2, "mem", 9],
    ["UDPLITE", "inuse", 0],
    ["RAW", "inuse", 0],
    ["FRAG", "inuse", 0, "memory", 4],
  ]);
});

test.each([
  ["a key without a value", "TCP: inuse 7 orphan\n", 'sockstat: no value of "orphan" in "TCP: inuse 7 orphan"'],
  ["a value that is no number", "TCP: inuse x\n", 'sockstat: "x" is not a number in "TCP: inuse x"'],
  ["no values", "TCP:\n", 'sockstat: no values in "TCP:"'],
  ["no protocol", "TCP inuse 1\n", 'sockstat: no protocol with a colon in "TCP inuse 1"'],
])("%s is an error", (_, text, message) => {
  expect(() => sockstatParser()(Buffer.from(text), "sockstat")).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(sockstatParser(), GOOD);
});

test("what it remembers makes no difference", () => {
  memoryMakesNoDifference(sockstatParser, GOOD);
});
