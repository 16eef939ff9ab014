import { expect, test } from "vitest";
import type { Section } from "../../../src/workers/protocol/section.ts";
import { section } from "../scrape/pieces.ts";
import { exposition, lines, ownMetrics } from "./own.ts";

test("shows to each scrape which collectors it lacks, and counts a collection once", async () => {
  const own = ownMetrics(["arp", "cpu", "wifi"]);
  const base = { collectors: [0, 1, 2], waited: 0.001, collected: 0.002, timeUsed: 1 };
  const timedOut = async () => lines(await exposition(own), "node_exporter_collector_timed_out");
  own.collected({ ...base, first: true, sections: [section(1)], unfinished: [0, 2] });
  expect(await timedOut()).toEqual([
    'node_exporter_collector_timed_out{collector="arp"} 1',
    'node_exporter_collector_timed_out{collector="wifi"} 1',
  ]);
  own.collected({ ...base, first: false, sections: [section(0), section(1)], unfinished: [2], timeUsed: 2 });
  expect(await timedOut()).toEqual(['node_exporter_collector_timed_out{collector="wifi"} 1']);
  const later = await exposition(own);
  expect(lines(later, "node_exporter_collection_")).toEqual([
    "node_exporter_collection_time_used_ratio 1",
    "node_exporter_collection_timeouts_total 1",
  ]);
  expect(lines(later, "node_exporter_collector_timeouts_total")).toEqual([
    'node_exporter_collector_timeouts_total{collector="arp"} 1',
    'node_exporter_collector_timeouts_total{collector="cpu"} 0',
    'node_exporter_collector_timeouts_total{collector="wifi"} 1',
  ]);
  // The histogram of phases is read at intervals only.
  expect([own.phases.queue.count, own.phases.collect.count]).toEqual([1, 1]);
  expect(own.collectors.list.map(({ updates }) => updates)).toEqual([0, 1, 0]);
});

test("shows the records that collectors left out in this scrape, and nothing where all could be read", async () => {
  const own = ownMetrics(["arp", "cpu"]);
  const base = { collectors: [0, 1], first: true, waited: 0, collected: 0, timeUsed: 0, unfinished: [] };
  const skipped = async (sections: readonly Section[]): Promise<readonly string[]> => {
    own.collected({ ...base, sections });
    return lines(await exposition(own), "node_exporter_collector_records_skipped");
  };
  expect(await skipped([section(0), section(1, { skipped: 3 })])).toEqual([
    'node_exporter_collector_records_skipped{collector="cpu"} 3',
  ]);
  expect(await skipped([section(0), section(1)])).toEqual([]);
});

test("what did not end in time shows nothing of an earlier scrape", async () => {
  const own = ownMetrics(["cpu"]);
  const base = { collectors: [0], first: true, waited: 0, collected: 0, timeUsed: 0 };
  const sections = [section(0, { samples: 9, bytes: 180, skipped: 3, seriesDropped: 7 })];
  own.collected({ ...base, sections, unfinished: [] });
  own.collected({ ...base, sections: [], unfinished: [0] });
  expect(lines(await exposition(own), "node_exporter_collector_")).toEqual([
    'node_exporter_collector_bytes{collector="cpu"} 0',
    'node_exporter_collector_samples{collector="cpu"} 0',
    'node_exporter_collector_timed_out{collector="cpu"} 1',
    'node_exporter_collector_timeouts_total{collector="cpu"} 1',
  ]);
});

test("shows the collectors that failed in this scrape, and not those that had nothing to read", async () => {
  const own = ownMetrics(["arp", "cpu", "wifi"]);
  const base = { collectors: [0, 1, 2], first: true, waited: 0, collected: 0, timeUsed: 0, unfinished: [] };
  const failed = async (sections: readonly Section[]): Promise<readonly string[]> => {
    own.collected({ ...base, sections });
    return lines(await exposition(own), "node_exporter_collector_failed");
  };
  expect(await failed([section(0, { status: "failed" }), section(1), section(2, { status: "nodata" })])).toEqual([
    'node_exporter_collector_failed{collector="arp"} 1',
  ]);
  expect(await failed([section(0), section(1), section(2)])).toEqual([]);
});

test("series over a budget are counted while there are some", async () => {
  const own = ownMetrics(["arp", "cpu"]);
  const base = { collectors: [0, 1], first: true, waited: 0, collected: 0, timeUsed: 0, unfinished: [] };
  const dropped = async (sections: readonly Section[]): Promise<readonly string[]> => {
    own.collected({ ...base, sections });
    return lines(await exposition(own), "node_exporter_collector_series_dropped");
  };
  const seven = 'node_exporter_collector_series_dropped{collector="cpu"} 7';
  expect(await dropped([section(0), section(1, { seriesDropped: 7 })])).toEqual([seven]);
  expect(await dropped([section(0), section(1)])).toEqual([]);
});
