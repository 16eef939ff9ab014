import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseNetDev } from "../../../../src/collectors/parsers/procfs/net_dev.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; the numbers and the second name are edited. */
const HEADER = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const GOOD = `${HEADER}    lo:       1       2    3    4    5     6          7         8        9      10   11   12   13    14      15         16
eth0:1:18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
`;

test("reads 16 counters; the name ends at the last colon", () => {
  const [loopback, alias] = parseNetDev(Buffer.from(GOOD), "dev");
  expect(loopback).toEqual({ device: "lo", values: Array.from({ length: 16 }, (_, i) => i + 1) });
  expect(alias).toMatchObject({ device: "eth0:1" });
  expect(alias?.values[0]).toBe(2 ** 64);
});

test.each([
  ["no colon", "lo 1 2", 'net/dev: no colon in "lo 1 2"'],
  ["a name that is a path", "a/b: 1 2", 'net/dev: no name of an interface in "a/b: 1 2"'],
  ["too few counters", "lo: 1 2", 'net/dev: 2 counters, expected 16 in "lo: 1 2"'],
  ["a counter that is no number", "lo: 1 x", 'net/dev: "x" is not a number in "lo: 1 x"'],
])("%s is an error", (_, row, message) => {
  expect(() => parseNetDev(Buffer.from(`${HEADER}${row}\n`), "net/dev")).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseNetDev, GOOD);
});
