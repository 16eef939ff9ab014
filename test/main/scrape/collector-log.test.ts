import { expect, test } from "vitest";
import type { Log } from "../../../src/main/log/log.ts";
import { CollectorLog } from "../../../src/main/scrape/collector-log.ts";
import type { Section } from "../../../src/workers/protocol/section.ts";
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

test("a collector that fails and recovers all the time has a line a minute, with the number of changes", () => {
  const { record, lines, wait } = log();
  for (let second = 0; second < 600; second++) {
    record([section(0, second % 2 === 0 ? { status: "failed", message: "EIO" } : {})]);
    wait(1);
  }
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThanOrEqual(13);
  expect(lines.at(-1)).toMatch(/"changes":\d\d/);
  const told = lines.map((line) => Number(/"changes":(\d+)/.exec(line)?.[1] ?? 1));
  expect(told.reduce((sum, each) => sum + each)).toBeGreaterThan(500);
});

test("records left out are logged when that begins and when the reason changes, not in every scrape", () => {
  const { record, lines, wait } = log();
  const partly = (message: string) => section(1, { skipped: 2, message });
  for (let i = 0; i < 100; i++) record([partly("meminfo: no number")]);
  expect(lines).toEqual([
    'warn records left out {"collector":"cpu","duration_seconds":0.5,"count":2,"err":"meminfo: no number"}',
  ]);
  wait(60);
  for (let i = 0; i < 100; i++) record([partly("meminfo: no colon")]);
  record([section(1)]);
  expect(lines.slice(1)).toEqual([
    'warn records left out {"collector":"cpu","duration_seconds":0.5,"count":2,"err":"meminfo: no colon"}',
  ]);
});

test("what was held back is told when its minute has passed, though nothing changes any more", () => {
  const { record, lines, wait } = log();
  for (const message of ["EIO", "EACCES"]) record([section(0, { status: "failed", message })]);
  wait(59);
  record([section(0, { status: "failed", message: "EACCES" })]);
  expect(lines).toHaveLength(1);
  wait(1);
  for (let i = 0; i < 5; i++) record([section(0, { status: "failed", message: "EACCES" })]);
  expect(lines.slice(1)).toEqual(['error collector failed {"collector":"arp","duration_seconds":0.5,"err":"EACCES"}']);
});

function log() {
  let now = 0;
  const lines: string[] = [];
  const write: Log = (level, message, attributes) => {
    lines.push(`${level} ${message} ${JSON.stringify(attributes)}`);
  };
  const collectorLog = new CollectorLog(["arp", "cpu"], write, () => now);
  const record = (sections: readonly Section[], unfinished: readonly number[] = []): void => {
    collectorLog.record({
      collectors: [0, 1],
      sections,
      unfinished,
      first: true,
      waited: 0,
      collected: 0,
      timeUsed: 0,
    });
  };
  /** Seconds. */
  const wait = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { record, lines, wait };
}
