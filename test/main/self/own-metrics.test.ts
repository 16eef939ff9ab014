import { expect, test } from "vitest";
import type { CountedEvent } from "../../../src/main/self/observer.ts";
import { OwnMetrics, type OwnMetricsOptions } from "../../../src/main/self/own-metrics.ts";
import { hasPromtool, promtoolComplaints } from "../../support/promtool.ts";
import { samplesOf } from "../../support/samples.ts";
import { section } from "../scrape/pieces.ts";
import { exposition, FULL, lines, ownMetrics } from "./own.ts";

const COLLECTORS = ["arp", "cpu"];
const DEFAULT: OwnMetricsOptions = { ...FULL, exporterMetrics: "default" };

test("gives the names of the original for requests, errors and the process", async () => {
  const own = ownMetrics(COLLECTORS);
  own.answered(200);
  own.count("gathering failed");
  own.set("scrapes in flight", 1);
  const text = await exposition(own);
  expect(lines(text, "promhttp_")).toEqual([
    'promhttp_metric_handler_errors_total{cause="encoding"} 0',
    'promhttp_metric_handler_errors_total{cause="gathering"} 1',
    "promhttp_metric_handler_requests_in_flight 1",
    'promhttp_metric_handler_requests_total{code="200"} 1',
    'promhttp_metric_handler_requests_total{code="500"} 0',
    'promhttp_metric_handler_requests_total{code="503"} 0',
  ]);
  expect(lines(text, "process_").map((line) => line.split(" ")[0])).toEqual([
    "process_cpu_seconds_total",
    "process_max_fds",
    "process_network_receive_bytes_total",
    "process_network_transmit_bytes_total",
    "process_open_fds",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
    "process_virtual_memory_bytes",
    "process_virtual_memory_max_bytes",
  ]);
});

test("the figures of the process are those of the kernel", async () => {
  const text = await exposition(ownMetrics([]));
  const value = (name: string) => Number(lines(text, name)[0]?.split(" ")[1]);
  // Memory changes in between; another unit would differ by 1024 or more.
  const ratio = value("process_resident_memory_bytes") / process.memoryUsage.rss();
  expect([ratio > 0.5, ratio < 2]).toEqual([true, true]);
  expect(value("process_start_time_seconds")).toBeLessThan(Date.now() / 1000);
  expect(value("process_start_time_seconds")).toBeGreaterThan(Date.now() / 1000 - process.uptime() - 60);
  expect(value("process_open_fds")).toBeGreaterThan(2);
  expect(value("process_max_fds")).toBeGreaterThanOrEqual(value("process_open_fds"));
});

test("books what collectors gave and which did not end in time", async () => {
  const own = ownMetrics(COLLECTORS);
  const base = { collectors: [0, 1], first: true, waited: 0.001, collected: 0.002, timeUsed: 0.25 };
  const collect = (more: object) => own.collected({ ...base, sections: [section(1, more)], unfinished: [0] });
  collect({ cpuSeconds: 0.25, samples: 10, bytes: 200 });
  collect({ cpuSeconds: 0.5, samples: 9, bytes: 180 });
  const late = await exposition(own);
  expect(lines(late, "node_exporter_collector_")).toEqual([
    'node_exporter_collector_bytes{collector="arp"} 0',
    'node_exporter_collector_bytes{collector="cpu"} 180',
    'node_exporter_collector_cpu_seconds_total{collector="cpu"} 0.75',
    'node_exporter_collector_samples{collector="arp"} 0',
    'node_exporter_collector_samples{collector="cpu"} 9',
    'node_exporter_collector_timed_out{collector="arp"} 1',
    'node_exporter_collector_timeouts_total{collector="arp"} 2',
    'node_exporter_collector_timeouts_total{collector="cpu"} 0',
  ]);
  expect(lines(late, "node_exporter_collection_")).toEqual([
    "node_exporter_collection_time_used_ratio 0.25",
    "node_exporter_collection_timeouts_total 2",
  ]);
  own.collected({ ...base, sections: [section(0), section(1)], unfinished: [] });
  const recovered = await exposition(own);
  expect(lines(recovered, "node_exporter_collector_timed_out")).toEqual([]);
  expect(lines(recovered, "node_exporter_collector_timeouts_total")).toEqual([
    'node_exporter_collector_timeouts_total{collector="arp"} 2',
    'node_exporter_collector_timeouts_total{collector="cpu"} 0',
  ]);
});

test("collectors come in the order of their names, whatever their numbers are", async () => {
  const own = ownMetrics(["cpu", "arp", "cpu_vulnerabilities"]);
  const sections = [section(0, { samples: 10 }), section(1, { samples: 200 }), section(2, { samples: 3 })];
  for (let scrape = 0; scrape < 2; scrape++)
    own.collected({
      collectors: [0, 1, 2],
      sections,
      unfinished: [],
      first: true,
      waited: 0,
      collected: 0,
      timeUsed: 0,
    });
  expect(lines(await exposition(own), "node_exporter_collector_samples")).toEqual([
    'node_exporter_collector_samples{collector="arp"} 200',
    'node_exporter_collector_samples{collector="cpu"} 10',
    'node_exporter_collector_samples{collector="cpu_vulnerabilities"} 3',
  ]);
});

test("a histogram has its buckets in order, the infinite one and the sum", async () => {
  const own = ownMetrics([]);
  own.took("merge", 0.003);
  own.took("merge", 100);
  const text = lines(await exposition(own), "node_exporter_scrape_phase_seconds");
  expect(text.slice(0, 3)).toEqual([
    'node_exporter_scrape_phase_seconds_bucket{phase="merge",le="0.0005"} 0',
    'node_exporter_scrape_phase_seconds_bucket{phase="merge",le="0.001"} 0',
    'node_exporter_scrape_phase_seconds_bucket{phase="merge",le="0.0025"} 0',
  ]);
  expect(text.slice(-4)).toEqual([
    'node_exporter_scrape_phase_seconds_bucket{phase="merge",le="9.5"} 1',
    'node_exporter_scrape_phase_seconds_bucket{phase="merge",le="+Inf"} 2',
    'node_exporter_scrape_phase_seconds_sum{phase="merge"} 100.003',
    'node_exporter_scrape_phase_seconds_count{phase="merge"} 2',
  ]);
});

test("samples come in the order of their label values, whichever was first", async () => {
  const own = ownMetrics(["a", "b"]);
  own.answered(400);
  own.collected({
    collectors: [0, 1],
    sections: [],
    unfinished: [1, 0],
    first: true,
    waited: 0,
    collected: 0,
    timeUsed: 0,
  });
  const text = await exposition(own);
  expect(lines(text, "promhttp_metric_handler_requests_total").map((line) => line.split('"')[1])).toEqual([
    "200",
    "400",
    "500",
    "503",
  ]);
  for (const name of ["timed_out", "timeouts_total"])
    expect(lines(text, `node_exporter_collector_${name}`).map((line) => line.split('"')[1])).toEqual(["a", "b"]);
  const phases = lines(text, "node_exporter_scrape_phase_seconds_count");
  expect(phases.map((line) => line.split('"')[1])).toEqual(["collect", "queue"]);
});

test("shows what server, log and workers reported", async () => {
  const own = ownMetrics([]);
  own.workersChanged([{ gauges: Float64Array.of(100, 200, 300, 0.5, 7) }]);
  const events: readonly (readonly [CountedEvent, number])[] = [
    ["worker replaced", 2],
    ["log line dropped", 3],
    ["connection accepted", 4],
    ["connection rejected", 5],
    ["response stalled", 6],
    ["handshake refused", 7],
    ["request unauthorized", 8],
    ["request over the rate limit", 9],
    ["web configuration failed", 10],
  ];
  for (const [event, times] of events) for (let i = 0; i < times; i++) own.count(event);
  own.set("connections", 1);
  own.set("certificate expiry", 1.9e9);
  own.set("web configuration current", 0);
  const shown = /^node_exporter_(web|worker|log)/;
  const text = await exposition(own);
  expect(samplesOf(text, shown).filter((line) => !line.includes("busy"))).toEqual([
    "node_exporter_log_lines_dropped_total 3",
    "node_exporter_web_certificate_expiry_timestamp_seconds 1.9e+09",
    "node_exporter_web_configuration_current 0",
    "node_exporter_web_configuration_failures_total 10",
    "node_exporter_web_connections 1",
    "node_exporter_web_connections_accepted_total 4",
    "node_exporter_web_connections_rejected_total 5",
    "node_exporter_web_requests_rate_limited_total 9",
    "node_exporter_web_requests_unauthorized_total 8",
    "node_exporter_web_responses_stalled_total 6",
    "node_exporter_web_tls_handshakes_refused_total 7",
    'node_exporter_worker_external_memory_bytes{worker="0"} 300',
    'node_exporter_worker_heap_size_bytes{worker="0"} 200',
    'node_exporter_worker_heap_used_bytes{worker="0"} 100',
    'node_exporter_worker_kept_descriptors{worker="0"} 7',
    "node_exporter_worker_restarts_total 2",
    "node_exporter_workers 1",
  ]);
  expect(lines(text, 'node_exporter_worker_busy_ratio{worker="0"}')).toHaveLength(1);
});

test("by default, counters are there from 0 on, and nothing by collector, phase or worker", async () => {
  const own = ownMetrics(COLLECTORS, DEFAULT);
  own.workersChanged([{ gauges: new Float64Array(8) }]);
  own.count("connection accepted");
  const base = { collectors: [0, 1], first: true, waited: 0, collected: 0, timeUsed: 0 };
  own.collected({ ...base, sections: [section(0), section(1)], unfinished: [] });
  const text = await exposition(own);
  expect(samplesOf(text, /^(nodejs|node_exporter_(?!build_info))/)).toEqual([
    "node_exporter_collection_time_used_ratio 0",
    "node_exporter_collection_timeouts_total 0",
    "node_exporter_collections_total 1",
    "node_exporter_log_lines_dropped_total 0",
    "node_exporter_scrapes_coalesced_total 0",
    "node_exporter_web_configuration_current 1",
    "node_exporter_web_configuration_failures_total 0",
    "node_exporter_web_connections_rejected_total 0",
    "node_exporter_web_requests_rate_limited_total 0",
    "node_exporter_web_requests_unauthorized_total 0",
    "node_exporter_web_responses_stalled_total 0",
    "node_exporter_web_tls_handshakes_refused_total 0",
    "node_exporter_worker_restarts_total 0",
  ]);
  own.collected({ ...base, sections: [section(1, { skipped: 3 })], unfinished: [0] });
  expect(lines(await exposition(own), "node_exporter_collector_")).toEqual([
    'node_exporter_collector_records_skipped{collector="cpu"} 3',
    'node_exporter_collector_timed_out{collector="arp"} 1',
  ]);
});

test("switched off, only the build information is left", async () => {
  const text = await exposition(
    new OwnMetrics([], { disableExporterMetrics: true, exporterMetrics: "full" }, () => {}),
  );
  const names = samplesOf(text);
  expect(names.map((line) => line.split("{")[0])).toEqual(["node_exporter_build_info"]);
});

test("a reading that fails is reported, leaves nothing behind, and does not keep the next from working", async () => {
  const errors: unknown[] = [];
  const own = new OwnMetrics([], FULL, (error) => errors.push(error));
  const unreadable = { gauges: undefined as unknown as Float64Array };
  own.workersChanged([{ gauges: new Float64Array(8) }, unreadable]);
  expect(lines(await exposition(own), "process_")).toEqual([]);
  expect(errors).toHaveLength(1);
  own.workersChanged([]);
  const text = await exposition(own);
  expect(lines(text, "process_cpu_seconds_total")).toHaveLength(1);
  expect(lines(text, "node_exporter_worker_heap")).toEqual([]);
  expect(errors).toHaveLength(1);
});

test.skipIf(!hasPromtool)("promtool has nothing to say about them (skipped without promtool)", async () => {
  const own = ownMetrics(COLLECTORS);
  for (const phase of ["queue", "collect", "merge", "compress"] as const) own.took(phase, 0.01);
  const base = { collectors: [0, 1], first: true, waited: 0, collected: 0, timeUsed: 0 };
  own.collected({ ...base, sections: [section(1)], unfinished: [0] });
  expect(promtoolComplaints(await exposition(own))).toEqual([]);
});
