import { expect, test } from "vitest";
import { announcedSeconds, scrapeSeconds } from "../../../src/main/routes/metrics.ts";

/** Default 30 s, margin 0.5 s. */
test.each([
  ["10", 9.5],
  ["10.000000", 9.5],
  ["1", 0.5],
  ["0.6", 0.1],
  ["0.5", 0.25],
  ["0.1", 0.05],
  ["0.001", 0.05],
  ["1e9", 119.5],
  ["600", 119.5],
  ["Infinity", 119.5],
  [undefined, 29.5],
  ["", 29.5],
  [" ", 29.5],
  ["0", 29.5],
  ["-1", 29.5],
  ["NaN", 29.5],
  ["ten", 29.5],
  ["10s", 29.5],
  [["10", "20"], 29.5],
])("X-Prometheus-Scrape-Timeout-Seconds: %j gives %d seconds", (header, seconds) => {
  expect(scrapeSeconds(announcedSeconds(header), 30, 0.5)).toBeCloseTo(seconds, 6);
});

test("a margin as long as the time leaves half of the time", () => {
  expect(scrapeSeconds(4, 30, 4)).toBe(2);
  expect(scrapeSeconds(Number.NaN, 1, 10)).toBe(0.5);
});
