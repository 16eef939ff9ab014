import { expect, test } from "vitest";
import { CollectorLog } from "../../../src/main/scrape/collector-log.ts";
import type { Section } from "../../../src/main/scrape/section.ts";
import { section } from "./pieces.ts";

test("a collector that fails is logged when it begins and when it ends, not at each scrape", () => {
  const { record, lines } = log();
  for (let i = 0; i < 1000; i++) record([section(0), section(1, { status: "failed", message: "EIO" })]);
  expect(lines).toEqual(['error collector failed {"collector":"cpu","duration_seconds":0.5,"err":"EIO"}']);
  record([section(0), section(1)]);
  record([section(0), section(1)]);
  expect(lines.slice(1)).toEqual([
    'info collector recovered {"collector":"cpu","duration_seconds":0.5,"failed_scrapes":1000}',
  ]);
});

test("a fault whose text changes at each scrape is logged once a minute at most", () => {
  const { record, lines } = log();
  for (let i = 0; i < 1000; i++) record([section(0, { status: "failed", message: `fault ${i}` })]);
  expect(lines).toHaveLength(1);
});

test("no data is for debugging, and its end no news", () => {
  const { record, lines } = log();
  record([section(0, { status: "nodata", message: "no such file" })]);
  record([section(0, { status: "nodata", message: "no such file" })]);
  record([section(0)]);
  expect(lines).toEqual([
    'debug collector returned no data {"collector":"arp","duration_seconds":0.5,"err":"no such file"}',
  ]);
});

test("a collector that does not end in time is logged once, and when it is back", () => {
  const { record, lines } = log();
  record([], [0]);
  record([], [0]);
  record([section(0)]);
  expect(lines).toEqual([
    'error collector did not end in time {"collector":"arp"}',
    'info collector recovered {"collector":"arp","duration_seconds":0.5,"failed_scrapes":2}',
  ]);
});

test("from one kind of fault to another is news", () => {
  const { record, lines } = log();
  record([section(0, { status: "failed", message: "EIO" })]);
  record([], [0]);
  record([section(0, { status: "nodata", message: "none" })]);
  expect(lines.map((line) => line.split(" {")[0])).toEqual([
    "error collector failed",
    "error collector did not end in time",
    "debug collector returned no data",
  ]);
});

function log() {
  const lines: string[] = [];
  const collectorLog = new CollectorLog(["arp", "cpu"], (level, message, attributes) => {
    lines.push(`${level} ${message} ${JSON.stringify(attributes)}`);
  });
  const record = (sections: readonly Section[], unfinished: readonly number[] = []): void => {
    collectorLog.record({ collectors: [0, 1], sections, unfinished, first: true, waited: 0, collected: 0 });
  };
  return { record, lines };
}
