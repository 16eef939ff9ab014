import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseSwaps } from "../../../../src/collectors/parsers/procfs/swaps.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
const AREAS = `${HEADER}/dev/zram0                               partition\t8388604\t\t76\t\t100
/var/swap\\040file\\040(deleted)            file\t\t2097148\t\t0\t\t-2
`;

const parse = (text: string) => parseSwaps(Buffer.from(text), "/proc/swaps");

test("reads each area and keeps the escapes of its name", () => {
  expect(parse(AREAS)).toEqual([
    { device: "/dev/zram0", type: "partition", size: 8388604, used: 76, priority: 100 },
    { device: "/var/swap\\040file\\040(deleted)", type: "file", size: 2097148, used: 0, priority: -2 },
  ]);
});

test.each(["", HEADER])("%j has no areas", (text) => {
  expect(parse(text)).toEqual([]);
});

test.each([
  [`${HEADER}/dev/sda2 partition 1 2\n`, '"" is not a number in "/dev/sda2 partition 1 2"'],
  [`${HEADER}/dev/sda2 partition big 2 3\n`, '"big" is not a number in "/dev/sda2 partition big 2 3"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/swaps: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseSwaps, AREAS));
