import { expect, test } from "vitest";
import { parseConntrackStats } from "../../../../src/collectors/parsers/procfs/nf_conntrack.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** The names of Linux 6.18; the numbers are set to tell the columns apart. */
const NAMES =
  "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";
const ROW =
  "00000021  00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008 00000009 0000000a 0000000b 0000000c  0000000d 0000000e 0000000f 00000010\n";

const parse = (text: string) => parseConntrackStats(Buffer.from(text), "nf_conntrack");

test("adds up the CPUs", () => {
  expect(parse(NAMES + ROW + ROW)).toEqual({
    found: 4,
    invalid: 8,
    ignore: 10,
    insert: 16,
    insertFailed: 18,
    drop: 20,
    earlyDrop: 22,
    searchRestart: 32,
  });
});

test("an old kernel has no search_restart", () => {
  expect(parse(`${NAMES.replace("search_restart", "")}${ROW.slice(0, -10)}\n`)).toMatchObject({
    earlyDrop: 11,
    searchRestart: 0,
  });
});

test.each([
  [`${NAMES}1 2 3\n`, '3 columns, expected at least 17 in "1 2 3"'],
  [`${NAMES.replace("found", "")}1 2 3\n`, '3 columns, expected at least 16 in "1 2 3"'],
  [`${NAMES}${ROW.replace("0a", "xy")}`, '"000000xy" is not a number'],
])("a damaged row fails", (text, message) => {
  expect(() => parse(text)).toThrow(`nf_conntrack: ${message}`);
});

test("survives garbage", () => parserSurvivesGarbage(parseConntrackStats, NAMES + ROW));
