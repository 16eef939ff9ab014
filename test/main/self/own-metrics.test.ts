import { expect, test } from "vitest";
import { Merger, writeExposition } from "../../../src/main/scrape/merge.ts";
import { OwnMetrics } from "../../../src/main/self/own-metrics.ts";
import { hasPromtool, promtoolComplaints } from "../../support/promtool.ts";
import { section } from "../scrape/pieces.ts";

const COLLECTORS = ["arp", "cpu"];

test("gives the names of the original for requests, errors and the process", async () => {
  const own = new OwnMetrics(COLLECTORS);
  own.requests.inc({ code: 200 });
  own.errors.inc({ cause: "gathering" });
  own.inFlight.set(1);
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
  const text = await exposition(new OwnMetrics([]));
  const value = (name: string) => Number(lines(text, name)[0]?.split(" ")[1]);
  expect(value("process_resident_memory_bytes") / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  expect(value("process_start_time_seconds")).toBeLessThan(Date.now() / 1000);
  expect(value("process_start_time_seconds")).toBeGreaterThan(Date.now() / 1000 - process.uptime() - 60);
  expect(value("process_open_fds")).toBeGreaterThan(2);
  expect(value("process_max_fds")).toBeGreaterThanOrEqual(value("process_open_fds"));
});

test("books what collectors gave and which did not end in time", async () => {
  const own = new OwnMetrics(COLLECTORS);
  const base = { collectors: [0, 1], first: true, waited: 0.001, collected: 0.002 };
  own.record({ ...base, sections: [section(1, { seconds: 0.25, samples: 10, bytes: 200 })], unfinished: [0] });
  own.record({ ...base, sections: [section(1, { seconds: 0.5, samples: 10, bytes: 200 })], unfinished: [0] });
  const late = await exposition(own);
  expect(lines(late, "node_exporter_collector_")).toEqual([
    'node_exporter_collector_bytes_total{collector="arp"} 0',
    'node_exporter_collector_bytes_total{collector="cpu"} 400',
    'node_exporter_collector_cpu_seconds_total{collector="arp"} 0',
    'node_exporter_collector_cpu_seconds_total{collector="cpu"} 0.75',
    'node_exporter_collector_samples_total{collector="arp"} 0',
    'node_exporter_collector_samples_total{collector="cpu"} 20',
    'node_exporter_collector_timed_out{collector="arp"} 1',
    'node_exporter_collector_timeouts_total{collector="arp"} 2',
  ]);
  own.record({ ...base, sections: [section(0), section(1)], unfinished: [] });
  const recovered = await exposition(own);
  expect(lines(recovered, "node_exporter_collector_timed_out")).toEqual([]);
  expect(lines(recovered, "node_exporter_collector_timeouts_total")).toEqual([
    'node_exporter_collector_timeouts_total{collector="arp"} 2',
  ]);
});

test("a histogram has its buckets in order, the infinite one and the sum", async () => {
  const own = new OwnMetrics([]);
  own.observe("merge", 0.003);
  own.observe("merge", 100);
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

test.skipIf(!hasPromtool)("promtool has nothing to say about them (skipped without promtool)", async () => {
  const own = new OwnMetrics(COLLECTORS);
  own.watchLog(() => 3);
  for (const phase of ["queue", "collect", "merge", "compress"] as const) own.observe(phase, 0.01);
  const base = { collectors: [0, 1], first: true, waited: 0, collected: 0 };
  own.record({ ...base, sections: [section(1)], unfinished: [0] });
  expect(promtoolComplaints(await exposition(own))).toEqual([]);
});

async function exposition(own: OwnMetrics): Promise<string> {
  await own.gather();
  const merged = new Merger().merge(own.families());
  expect(merged.conflicts).toEqual([]);
  return writeExposition(merged, "text", undefined, (bytes) => Buffer.alloc(bytes)).toString();
}

function lines(text: string, prefix: string): string[] {
  return text.split("\n").filter((line) => line.startsWith(prefix));
}
