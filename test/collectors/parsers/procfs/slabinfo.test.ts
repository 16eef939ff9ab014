import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseSlabinfo } from "../../../../src/collectors/parsers/procfs/slabinfo.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, shortened. */
const CACHES = `slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>
btrfs_delayed_node      0      0    312   13    1 : tunables    0    0    0 : slabdata      0      0      0
bio-376               20     21    384   21    2 : tunables    0    0    0 : slabdata      1      1      0
`;

const parse = (text: string) => parseSlabinfo(Buffer.from(text), "/proc/slabinfo");

test("reads five numbers of each cache", () => {
  expect(parse(CACHES)).toEqual([
    {
      name: "btrfs_delayed_node",
      activeObjects: 0,
      objects: 0,
      objectSize: 312,
      objectsPerSlab: 13,
      pagesPerSlab: 1,
    },
    { name: "bio-376", activeObjects: 20, objects: 21, objectSize: 384, objectsPerSlab: 21, pagesPerSlab: 2 },
  ]);
});

test.each([
  ["bio 1 2 3 4 5 : tunables 0 0 0\n", '11 words, expected at least 16 in "bio 1 2 3 4 5 : tunables 0 0 0"'],
  ["bio 1 2\n", '"" is not a number in "bio 1 2"'],
])("%j is an error that quotes the line", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/slabinfo: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseSlabinfo, CACHES));
