import { expect, test } from "vitest";
import { section } from "../scrape/pieces.ts";
import { exposition, lines, ownMetrics } from "./own.ts";

test("shows to each scrape which collectors it lacks, and counts a collection once", async () => {
  const own = ownMetrics(["arp", "cpu"]);
  const base = { collectors: [0, 1], waited: 0.001, collected: 0.002, timeUsed: 1 };
  own.collected({ ...base, first: true, sections: [section(1)], unfinished: [0] });
  expect(lines(await exposition(own), "node_exporter_collector_timed_out")).toEqual([
    'node_exporter_collector_timed_out{collector="arp"} 1',
  ]);
  own.collected({ ...base, first: false, sections: [section(0), section(1)], unfinished: [], timeUsed: 2 });
  const patient = await exposition(own);
  expect(lines(patient, "node_exporter_collector_timed_out")).toEqual([]);
  expect(lines(patient, "node_exporter_collection_")).toEqual([
    "node_exporter_collection_time_used_ratio 1",
    "node_exporter_collection_timeouts_total 1",
  ]);
  expect(lines(patient, "node_exporter_collector_timeouts_total")).toEqual([
    'node_exporter_collector_timeouts_total{collector="arp"} 1',
    'node_exporter_collector_timeouts_total{collector="cpu"} 0',
  ]);
  expect(lines(patient, 'node_exporter_scrape_phase_seconds_count{phase="collect"}')).toEqual([
    'node_exporter_scrape_phase_seconds_count{phase="collect"} 1',
  ]);
});
