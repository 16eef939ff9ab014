import { expect, test } from "vitest";
import type { CollectionResult } from "../../../src/main/scrape/collection-result.ts";
import { RecentLoad } from "../../../src/main/status/recent-load.ts";
import { takeSnapshot } from "../../../src/main/status/snapshot.ts";
import { StatusRecord } from "../../../src/main/status/status-record.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { section } from "../scrape/pieces.ts";

const COLLECTORS = ["arp", "bonding", "cpu", "filesystem", "textfile"];
const [ARP, BONDING, CPU, FILESYSTEM, TEXTFILE] = [0, 1, 2, 3, 4];
const RESULT: CollectionResult = {
  collectors: [ARP, BONDING, CPU, FILESYSTEM, TEXTFILE],
  sections: [],
  unfinished: [],
  first: true,
  waited: 0.25,
  collected: 0.5,
  timeUsed: 0.05,
};

const FACTS = {
  host: "web-1",
  version: "1.2.3",
  metricsPath: "/metrics",
  settings: new Map([["web.max-requests", { value: 10, origin: "flag" as const }]]),
  load: new RecentLoad(),
};

function snapshot(record: StatusRecord, isDetailed = false) {
  return takeSnapshot(record, FACTS, isDetailed);
}

test("collectors with faults come first, then those that are well, then those without data", () => {
  const record = new StatusRecord(COLLECTORS, new RecordingObserver());
  record.collected({
    ...RESULT,
    sections: [
      section(ARP, { seconds: 3 }),
      section(BONDING, { status: "nodata", message: "no /proc/net/bonding", seconds: 0 }),
      section(CPU, { status: "failed", message: "EACCES: permission denied, open '/proc/secret'", seconds: 0 }),
      section(TEXTFILE, { seconds: 1 }),
    ],
    unfinished: [FILESYSTEM],
  });
  record.faulty("textfile", [{ subject: "/a.prom", problem: "parse, line 2" }]);
  const { collectors } = snapshot(record);
  expect(collectors.map(({ name, state, faults, share }) => [name, state, faults, share])).toEqual([
    ["filesystem", "timed out", 0, 0],
    ["cpu", "failed", 0, 0],
    ["textfile", "ok", 1, 0.25],
    ["arp", "ok", 0, 0.75],
    ["bonding", "no data", 0, 0],
  ]);
});

test("messages, flags, scrapers and faults are details", () => {
  const record = new StatusRecord(COLLECTORS, new RecordingObserver());
  record.collected({
    ...RESULT,
    sections: [section(CPU, { status: "failed", message: "EACCES: permission denied, open '/proc/secret'" })],
  });
  record.faulty("textfile", [{ subject: "/secret.prom", problem: "parse, line 2" }]);
  record.admitted({ address: "192.0.2.1", timeout: 10, format: "text", gzip: true });
  const open = snapshot(record);
  expect(open.collectors[0]).toMatchObject({ name: "cpu", errorClass: "permission denied (EACCES)" });
  expect(JSON.stringify(open)).not.toMatch(/secret|192\.0\.2\.1|max-requests/);
  const detailed = snapshot(record, true);
  expect(detailed.collectors[0]).toMatchObject({ error: "EACCES: permission denied, open '/proc/secret'" });
  expect(detailed.details).toMatchObject({
    faults: [{ collector: "textfile", subject: "/secret.prom", problem: "parse, line 2" }],
    scrapers: [{ address: "192.0.2.1", timeoutSeconds: 10, format: "text", gzip: true, scrapes: 1 }],
    flags: [{ name: "web.max-requests", value: 10, origin: "flag" }],
  });
});

test("updates are added up, and the last one is shown", () => {
  const record = new StatusRecord(["cpu"], new RecordingObserver());
  const update = (more: object) => record.collected({ ...RESULT, collectors: [0], sections: [section(0, more)] });
  update({ seconds: 0.5, samples: 10, bytes: 200 });
  update({ seconds: 1, samples: 9, bytes: 180, skipped: 1, message: "line 3: no number" });
  expect(snapshot(record).collectors).toMatchObject([
    {
      state: "partial",
      lastSeconds: 1,
      meanSeconds: 0.75,
      totalSeconds: 1.5,
      updates: 2,
      samples: 9,
      bytes: 180,
      recordsSkipped: 1,
      seriesDropped: 0,
    },
  ]);
});

test("a state keeps the time at which it began", () => {
  const record = new StatusRecord(["cpu"], new RecordingObserver());
  const fail = () => record.collected({ ...RESULT, sections: [section(0, { status: "failed", message: "no" })] });
  fail();
  const [collector] = record.collectors.list;
  if (collector !== undefined) collector.since = 1000;
  fail();
  expect(collector?.since).toBe(1000);
  record.collected({ ...RESULT, sections: [section(0)] });
  expect(collector?.since).toBeGreaterThan(1000);
});

test("phases and scrapes are counted", () => {
  const record = new StatusRecord(["cpu"], new RecordingObserver());
  record.count("collection started");
  record.count("scrape coalesced");
  record.collected(RESULT);
  record.took("merge", 0.25);
  for (const code of [200, 200, 503, 500]) record.answered(code);
  const { phases, scrapes } = snapshot(record);
  expect(phases.map(({ phase, meanSeconds, share }) => [phase, meanSeconds, share])).toEqual([
    ["queue", 0.25, 0.25],
    ["collect", 0.5, 0.5],
    ["merge", 0.25, 0.25],
    ["compress", 0, 0],
  ]);
  expect(scrapes).toEqual({
    answered: 2,
    refused: 1,
    failed: 1,
    inFlight: 0,
    collections: 1,
    coalesced: 1,
    timeUsed: 0.05,
  });
});

test("all that is counted is handed on", () => {
  const metrics = new RecordingObserver();
  const record = new StatusRecord(["cpu"], metrics);
  record.count("collection started");
  record.set("connections", 3);
  record.answered(200);
  record.took("merge", 1);
  record.collected({ ...RESULT, collectors: [0] });
  record.workersChanged([{ gauges: new Float64Array(8) }]);
  const { levels, codes, phases, results, workers } = metrics;
  expect(metrics.counted("collection started")).toBe(1);
  expect([[...levels], codes, phases]).toEqual([[["connections", 3]], [200], ["merge"]]);
  expect([results.length, workers.length]).toEqual([1, 1]);
});

test("a reload is shown where there are config files, and faults of collectors that do not run any more are not", () => {
  const record = new StatusRecord(["cpu", "textfile"], new RecordingObserver());
  expect(snapshot(record).reload).toBeUndefined();
  record.set("config reload successful", 0);
  record.set("config reload success time", 60);
  expect(snapshot(record).reload).toEqual({ successful: false, lastSuccess: "1970-01-01T00:01:00.000Z" });
  record.faulty("textfile", [{ subject: "/a.prom", problem: "parse" }]);
  record.collectorsChanged([0]);
  expect(snapshot(record, true).details?.faults).toEqual([]);
});
