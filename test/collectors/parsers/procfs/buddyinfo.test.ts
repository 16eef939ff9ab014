import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseBuddyinfo } from "../../../../src/collectors/parsers/procfs/buddyinfo.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18. */
const THREE_ZONES = `Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1      3 
Node 0, zone    DMA32      1      2      4      2      5      4      3      3      4      2    752 
Node 0, zone   Normal   4647   7111   3042   1877   1100    517    175     94     51      3    153 
`;

const parse = (text: string) => parseBuddyinfo(Buffer.from(text), "/proc/buddyinfo");

test("reads node, zone and the blocks of each order", () => {
  expect(parse(THREE_ZONES)).toEqual([
    { node: "0", zone: "DMA", blocks: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3] },
    { node: "0", zone: "DMA32", blocks: [1, 2, 4, 2, 5, 4, 3, 3, 4, 2, 752] },
    { node: "0", zone: "Normal", blocks: [4647, 7111, 3042, 1877, 1100, 517, 175, 94, 51, 3, 153] },
  ]);
});

test("an empty file has no zones", () => {
  expect(parse("")).toEqual([]);
});

test.each([
  ["Node 0, zone\n", 'no node and zone in "Node 0, zone"'],
  ["Node 0, zone DMA 1 2\nNode 0, zone DMA32 1\n", '1 orders, expected 2 in "Node 0, zone DMA32 1"'],
  ["Node 0, zone DMA 1 x\n", '"x" is not a number in "Node 0, zone DMA 1 x"'],
])("%j is an error that quotes the line", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/buddyinfo: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseBuddyinfo, THREE_ZONES));
