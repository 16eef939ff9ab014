import { expect, test } from "vitest";
import { SeriesLog } from "../../../src/main/scrape/series-log.ts";
import { section } from "./pieces.ts";

test("a line tells of series that are left out when that begins, not more than one in ten minutes", () => {
  const lines: string[] = [];
  let now = 0;
  const log = new SeriesLog(
    ["arp", "cpu"],
    (level, message, attributes) => lines.push(`${level}: ${message} ${JSON.stringify(attributes)}`),
    () => now,
  );
  const scrape = (minute: number, dropped: readonly [arp: number, cpu: number]): number => {
    now = minute * 60_000;
    const sections = dropped.map((seriesDropped, number) => section(number, { seriesDropped, samples: 9 }));
    log.record({ collectors: [0, 1], sections, unfinished: [], first: true, waited: 0, collected: 0, timeUsed: 0 });
    return lines.splice(0).length;
  };
  now = -1;
  expect(scrape(0, [0, 0])).toBe(0);
  expect(scrape(1, [0, 5])).toBe(1);
  expect(scrape(2, [3, 6])).toBe(1);
  expect(scrape(3, [0, 0])).toBe(0);
  expect(scrape(4, [0, 5])).toBe(0);
  expect(scrape(5, [0, 0])).toBe(0);
  expect(scrape(12, [0, 5])).toBe(1);
});

test("the line names the collector and how many series are left out and shown", () => {
  const lines: unknown[] = [];
  const log = new SeriesLog(["arp"], (...line) => lines.push(line));
  const sections = [section(0, { seriesDropped: 3, samples: 7 })];
  log.record({ collectors: [0], sections, unfinished: [], first: true, waited: 0, collected: 0, timeUsed: 0 });
  expect(lines).toEqual([
    ["warn", "series left out: more than --scrape.max-series", { collector: "arp", dropped: 3, shown: 7 }],
  ]);
});
