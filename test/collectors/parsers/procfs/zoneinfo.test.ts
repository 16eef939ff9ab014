import { expect, test } from "vitest";
import { parseZoneinfo } from "../../../../src/collectors/parsers/procfs/zoneinfo.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, shortened. */
const TWO_ZONES = `Node 0, zone      DMA
  per-node stats
      nr_inactive_anon 2663
      nr_kernel_stack 1508
  pages free     3840
        boost    0
        min      52
        high     78
        protection: (0, 3019, 4811)
      nr_free_pages 3840
      numa_hit     9
  pagesets
    cpu: 0
              count:    0
              high:     6605
              high_min: 32
  vm stats threshold: 4
  node_unreclaimable:  0
  start_pfn:           1
Node 0, zone    DMA32
  pages free     772917
        min      10569
        protection: (0, 0, 1792)
  pagesets
  start_pfn:           4096
`;

const parse = (text: string) => parseZoneinfo(Buffer.from(text), "/proc/zoneinfo");

test("reads the counters of each zone and steps over the lists by CPU", () => {
  expect(parse(TWO_ZONES)).toEqual([
    {
      node: "0",
      zone: "DMA",
      values: new Map([
        ["nr_inactive_anon", 2663],
        ["nr_kernel_stack", 1508],
        ["boost", 0],
        ["min", 52],
        ["high", 78],
        ["nr_free_pages", 3840],
        ["numa_hit", 9],
      ]),
      protection: [0, 3019, 4811],
    },
    { node: "0", zone: "DMA32", values: new Map([["min", 10569]]), protection: [0, 0, 1792] },
  ]);
});

test("of one word twice the last counts", () => {
  expect(parse("Node 1, zone Normal\n min 1\n min 2\n")[0]?.values).toEqual(new Map([["min", 2]]));
});

test.each(["(1, x)", "1, 2", "(1, 2", ""])("a damaged protection list %j is left out", (list) => {
  expect(parse(`Node 0, zone DMA\n  protection: ${list}\n  min 4\n`)).toEqual([
    { node: "0", zone: "DMA", values: new Map([["min", 4]]), protection: [] },
  ]);
});

test("a count may run below zero for a moment", () => {
  expect(parse("Node 0, zone DMA\n  nr_dirty -3\n")[0]?.values).toEqual(new Map([["nr_dirty", -3]]));
});

test("a word without a number is left out", () => {
  expect(parse("Node 0, zone DMA\n  min many\n  low\n")[0]?.values.size).toBe(0);
});

test.each([
  ["per-node stats\n", '/proc/zoneinfo: no node and zone in "per-node stats"'],
  ["Node 0, zone DMA\n  min 12x\n", '/proc/zoneinfo: "12x" is not a number in "  min 12x"'],
])("%j is an error that quotes the line", (text, problem) => {
  expect(() => parse(text)).toThrow(problem);
});

test("survives garbage", () => parserSurvivesGarbage(parseZoneinfo, TWO_ZONES));
