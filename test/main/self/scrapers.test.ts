import { expect, test } from "vitest";
import { Scrapers } from "../../../src/main/self/scrapers.ts";

const ORIGIN = { address: "192.0.2.1", timeout: 10, format: "text", gzip: true };

test("scrapes that are alike belong to one scraper, also without an announced timeout", () => {
  const scrapers = new Scrapers();
  for (let i = 0; i < 3; i++) scrapers.admitted(ORIGIN, Date.now());
  for (let i = 0; i < 2; i++) scrapers.admitted({ ...ORIGIN, timeout: Number.NaN }, Date.now());
  scrapers.admitted({ ...ORIGIN, format: "openmetrics" }, Date.now());
  scrapers.admitted({ ...ORIGIN, gzip: false }, Date.now());
  scrapers.admitted({ ...ORIGIN, address: "192.0.2.2" }, Date.now());
  expect(scrapers.list.map(({ scrapes }) => scrapes).toSorted((a, b) => a - b)).toEqual([1, 1, 1, 2, 3]);
});

test("an interval is there from the second scrape on", () => {
  const scrapers = new Scrapers();
  scrapers.admitted(ORIGIN, 1000);
  expect(scrapers.list[0]?.interval).toBeNaN();
  scrapers.admitted(ORIGIN, 16_000);
  expect(scrapers.list[0]?.interval).toBe(15_000);
});

test("the number is bounded: who was not seen for the longest time makes room", () => {
  const scrapers = new Scrapers();
  scrapers.admitted(ORIGIN, 0);
  for (let i = 1; i < 1000; i++) scrapers.admitted({ ...ORIGIN, address: `client-${i}` }, i);
  expect(scrapers.list.map(({ address }) => address)).toEqual(
    Array.from({ length: 32 }, (_, i) => `client-${999 - i}`),
  );
  scrapers.admitted({ ...ORIGIN, address: "client-968" }, 1000);
  scrapers.admitted(ORIGIN, 1001);
  const addresses = scrapers.list.map(({ address }) => address);
  expect(addresses.slice(0, 3)).toEqual([ORIGIN.address, "client-968", "client-999"]);
  expect(addresses).not.toContain("client-969");
});
