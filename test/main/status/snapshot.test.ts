import { expect, test } from "vitest";
import type { CollectionResult } from "../../../src/main/scrape/collection-result.ts";
import type { OwnMetrics } from "../../../src/main/self/own-metrics.ts";
import { RecentLoad } from "../../../src/main/status/recent-load.ts";
import { takeSnapshot } from "../../../src/main/status/snapshot.ts";
import { section } from "../scrape/pieces.ts";
import { ownMetrics } from "../self/own.ts";

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

function snapshot(own: OwnMetrics, isDetailed = false) {
  return takeSnapshot(own, FACTS, isDetailed);
}

test("collectors with faults come first, then those that are well, then those without data", async () => {
  const own = ownMetrics(COLLECTORS);
  own.collected({
    ...RESULT,
    sections: [
      section(ARP, { seconds: 1, cpuSeconds: 3 }),
      section(BONDING, { status: "nodata", message: "no /proc/net/bonding", seconds: 0 }),
      section(CPU, { status: "failed", message: "EACCES: permission denied, open '/proc/secret'", seconds: 0 }),
      section(TEXTFILE, { seconds: 3, cpuSeconds: 1 }),
    ],
    unfinished: [FILESYSTEM],
  });
  own.faulty("textfile", [{ subject: "/a.prom", problem: "parse, line 2" }]);
  const { collectors } = await snapshot(own);
  expect(collectors.map(({ name, state, faults, cpu }) => [name, state, faults, cpu?.share])).toEqual([
    ["filesystem", "timed out", 0, undefined],
    ["cpu", "failed", 0, undefined],
    ["textfile", "ok", 1, 0.25],
    ["arp", "ok", 0, 0.75],
    ["bonding", "no data", 0, undefined],
  ]);
});

test("messages, flags, scrapers and faults are details", async () => {
  const own = ownMetrics(COLLECTORS);
  own.collected({
    ...RESULT,
    sections: [section(CPU, { status: "failed", message: "EACCES: permission denied, open '/proc/secret'" })],
  });
  own.faulty("textfile", [{ subject: "/secret.prom", problem: "parse, line 2" }]);
  own.admitted({ address: "192.0.2.1", timeout: 10, format: "text", gzip: true });
  const open = await snapshot(own);
  expect(open.collectors[0]).toMatchObject({ name: "cpu", errorClass: "permission denied (EACCES)" });
  expect(JSON.stringify(open)).not.toMatch(/secret|192\.0\.2\.1|max-requests/);
  const detailed = await snapshot(own, true);
  expect(detailed.collectors[0]).toMatchObject({ error: "EACCES: permission denied, open '/proc/secret'" });
  expect(detailed.details).toMatchObject({
    faults: [{ collector: "textfile", subject: "/secret.prom", problem: "parse, line 2" }],
    scrapers: [{ address: "192.0.2.1", timeoutSeconds: 10, format: "text", gzip: true, scrapes: 1 }],
    flags: [{ name: "web.max-requests", value: 10, origin: "flag" }],
  });
});

test("updates are added up, and the last one is shown", async () => {
  const own = ownMetrics(["cpu"]);
  const update = (more: object) => own.collected({ ...RESULT, collectors: [0], sections: [section(0, more)] });
  update({ seconds: 0.5, samples: 10, bytes: 200 });
  update({ seconds: 1, samples: 9, bytes: 180, skipped: 1, message: "line 3: no number" });
  expect((await snapshot(own)).collectors).toMatchObject([
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

test("CPU time is wanted for a while after somebody has looked, and the mean is that of measured updates", async () => {
  const own = ownMetrics(["cpu"], { disableExporterMetrics: false, exporterMetrics: "default" });
  const update = (more: object) => own.collected({ ...RESULT, collectors: [0], sections: [section(0, more)] });
  expect(own.wantsCpu).toBe(false);
  update({ seconds: 1 });
  expect((await snapshot(own)).collectors[0]?.cpu).toBeUndefined();
  own.watched();
  expect(own.wantsCpu).toBe(true);
  update({ cpuSeconds: 0.25 });
  update({ cpuSeconds: 0.5 });
  expect((await snapshot(own)).collectors[0]?.cpu).toEqual({
    meanSeconds: 0.375,
    totalSeconds: 0.75,
    updates: 2,
    share: 1,
  });
});

test("a state keeps the time at which it began", async () => {
  const own = ownMetrics(["cpu"]);
  const fail = () => own.collected({ ...RESULT, sections: [section(0, { status: "failed", message: "no" })] });
  fail();
  const [collector] = own.collectors.list;
  if (collector !== undefined) collector.since = 1000;
  fail();
  expect(collector?.since).toBe(1000);
  own.collected({ ...RESULT, sections: [section(0)] });
  expect(collector?.since).toBeGreaterThan(1000);
});

test("phases and scrapes are counted", async () => {
  const own = ownMetrics(["cpu"]);
  own.count("collection started");
  own.count("scrape coalesced");
  own.collected(RESULT);
  own.took("merge", 0.25);
  for (const code of [200, 200, 503, 500]) own.answered(code);
  const { phases, scrapes } = await snapshot(own);
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

test("what the metrics do not show by default is there all the same", async () => {
  const own = ownMetrics(["cpu"], { disableExporterMetrics: true, exporterMetrics: "default" });
  own.count("connection accepted");
  own.set("connections", 3);
  own.took("merge", 0.5);
  own.collected({ ...RESULT, collectors: [0], sections: [section(0, { seconds: 0.5 })] });
  const { web, phases, collectors } = await snapshot(own);
  expect(web).toMatchObject({ connections: 3, connectionsAccepted: 1 });
  expect(phases.find(({ phase }) => phase === "merge")?.lastSeconds).toBe(0.5);
  expect(collectors[0]?.lastSeconds).toBe(0.5);
});

test("no scrape is lost, however many come before somebody looks", async () => {
  const own = ownMetrics([]);
  for (let i = 0; i < 200; i++) own.admitted({ address: "192.0.2.1", timeout: 10, format: "text", gzip: true });
  expect((await snapshot(own, true)).details?.scrapers).toMatchObject([{ address: "192.0.2.1", scrapes: 200 }]);
});

test("a reload is shown where there are config files, and faults of collectors that do not run any more are not", async () => {
  const own = ownMetrics(["cpu", "textfile"]);
  expect((await snapshot(own)).reload).toBeUndefined();
  own.set("config reload successful", 0);
  own.set("config reload success time", 60);
  expect((await snapshot(own)).reload).toEqual({ successful: false, lastSuccess: "1970-01-01T00:01:00.000Z" });
  own.faulty("textfile", [{ subject: "/a.prom", problem: "parse" }]);
  own.collectors.use([0]);
  expect((await snapshot(own, true)).details?.faults).toEqual([]);
});
