import { expect, test } from "vitest";
import { parseSchedstat } from "../../../../src/collectors/parsers/procfs/schedstat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** The format of version 15, with numbers of our own. */
const GOOD = `version 15
timestamp 4301712345
cpu0 11 0 33 44 55 66 77000000000 88000000000 99
domain0 03 1 2 3 4 5 6 7 8 9 10 11 12
cpu12 1 2 3 4 5 6 7 8 9 10
`;

const parse = (text: string) => parseSchedstat(Buffer.from(text), "schedstat");

test("reads the CPU lines only", () => {
  expect(parse(GOOD)).toEqual([
    { cpu: 0, running: 77e9, waiting: 88e9, timeslices: 99 },
    { cpu: 12, running: 7, waiting: 8, timeslices: 9 },
  ]);
});

test.each(["cpu 1 2 3 4 5 6 7 8 9\n", "domain0 x\n", ""])("%j is no CPU", (text) => {
  expect(parse(text)).toEqual([]);
});

test.each([
  ["cpu0 1 2 3 4 5 6 7 8\n", "fewer than 9 numbers"],
  ["cpu0 1 2 3 4 5 6 7 x 9\n", '"x" is not a number'],
  ["cpux 1 2 3 4 5 6 7 8 9\n", '"x" is not a number'],
  ["cpu0 1 2 3 4 5 6 18446744073709551616 8 9\n", '"18446744073709551616" is not a number'],
])("%j is an error", (text, message) => {
  expect(() => parse(text)).toThrow(`schedstat: ${message} in `);
});

test("survives garbage", () => parserSurvivesGarbage(parseSchedstat, GOOD));
