import { expect, test } from "vitest";
import { Merger, writeExposition } from "../../../src/main/exposition/merge.ts";
import type { Piece } from "../../../src/workers/protocol/section.ts";
import type { Lane } from "../../../src/main/scrape/lane.ts";
import { OwnMetrics } from "../../../src/main/self/own-metrics.ts";
import { hasPromtool, promtoolComplaints } from "../../support/promtool.ts";
import { piece, section } from "../scrape/pieces.ts";
import { samplesOf } from "../../support/samples.ts";

const COLLECTORS = ["arp", "cpu"];

test("gives the names of the original for requests, errors and the process", () => {
  const own = new OwnMetrics(COLLECTORS, "/proc");
  own.requests.inc({ code: 200 });
  own.errors.inc({ cause: "gathering" });
  own.inFlight = 1;
  const text = exposition(own);
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

test("the figures of the process are those of the kernel", () => {
  const text = exposition(new OwnMetrics([], "/proc"));
  const value = (name: string) => Number(lines(text, name)[0]?.split(" ")[1]);
  expect(value("process_resident_memory_bytes") / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  expect(value("process_start_time_seconds")).toBeLessThan(Date.now() / 1000);
  expect(value("process_start_time_seconds")).toBeGreaterThan(Date.now() / 1000 - process.uptime() - 60);
  expect(value("process_open_fds")).toBeGreaterThan(2);
  expect(value("process_max_fds")).toBeGreaterThanOrEqual(value("process_open_fds"));
});

test("the network's figures are those of the netstat collector where it reads the same, else the kernel's", () => {
  const text = "node_netstat_IpExt_InOctets 1.25e+09\n";
  const pieces = [
    piece("node_netstat_IpExt_InOctets", text),
    piece("node_netstat_IpExt_OutOctets", text.replace("In", "Out")),
  ];
  const record = (own: OwnMetrics, given: readonly Piece[]): readonly (string | undefined)[] => {
    own.gather();
    const sections = [section(1, { pieces: given })];
    own.record({ collectors: [1], sections, unfinished: [], first: true, waited: 0, collected: 0 });
    const all = write(own);
    return ["receive", "transmit"].map((name) => lines(all, `process_network_${name}_bytes_total`)[0]?.split(" ")[1]);
  };
  const own = new OwnMetrics(["arp", "netstat"], "/proc");
  expect(record(own, pieces)).toEqual(["1.25e+09", "1.25e+09"]);
  expect(record(own, pieces.slice(0, 1))).not.toContain("1.25e+09");
  expect(record(own, pieces)).toEqual(["1.25e+09", "1.25e+09"]);
  expect(record(new OwnMetrics(["arp", "netstat"], "/host/proc"), pieces)).not.toContain("1.25e+09");
});

test("books what collectors gave and which did not end in time", () => {
  const own = new OwnMetrics(COLLECTORS, "/proc");
  const base = { collectors: [0, 1], first: true, waited: 0.001, collected: 0.002 };
  own.record({ ...base, sections: [section(1, { seconds: 0.25, samples: 10, bytes: 200 })], unfinished: [0] });
  own.record({ ...base, sections: [section(1, { seconds: 0.5, samples: 9, bytes: 180 })], unfinished: [0] });
  const late = exposition(own);
  expect(lines(late, "node_exporter_collector_")).toEqual([
    'node_exporter_collector_bytes{collector="arp"} 0',
    'node_exporter_collector_bytes{collector="cpu"} 180',
    'node_exporter_collector_cpu_seconds_total{collector="arp"} 0',
    'node_exporter_collector_cpu_seconds_total{collector="cpu"} 0.75',
    'node_exporter_collector_samples{collector="arp"} 0',
    'node_exporter_collector_samples{collector="cpu"} 9',
    'node_exporter_collector_timed_out{collector="arp"} 1',
    'node_exporter_collector_timeouts_total{collector="arp"} 2',
  ]);
  own.record({ ...base, sections: [section(0), section(1)], unfinished: [] });
  const recovered = exposition(own);
  expect(lines(recovered, "node_exporter_collector_timed_out")).toEqual([]);
  expect(lines(recovered, "node_exporter_collector_timeouts_total")).toEqual([
    'node_exporter_collector_timeouts_total{collector="arp"} 2',
  ]);
});

test("collectors come in the order of their names, whatever their numbers are", () => {
  const own = new OwnMetrics(["cpu", "arp", "cpu_vulnerabilities"], "/proc");
  const sections = [section(0, { samples: 10 }), section(1, { samples: 200 }), section(2, { samples: 3 })];
  for (let scrape = 0; scrape < 2; scrape++)
    own.record({ collectors: [0, 1, 2], sections, unfinished: [], first: true, waited: 0, collected: 0 });
  expect(lines(exposition(own), "node_exporter_collector_samples")).toEqual([
    'node_exporter_collector_samples{collector="arp"} 200',
    'node_exporter_collector_samples{collector="cpu"} 10',
    'node_exporter_collector_samples{collector="cpu_vulnerabilities"} 3',
  ]);
});

test("a histogram has its buckets in order, the infinite one and the sum", () => {
  const own = new OwnMetrics([], "/proc");
  own.observe("merge", 0.003);
  own.observe("merge", 100);
  const text = lines(exposition(own), "node_exporter_scrape_phase_seconds");
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

test("samples come in the order of their label values, whichever was first", () => {
  const own = new OwnMetrics(["a", "b"], "/proc");
  own.requests.inc({ code: "400" });
  own.record({ collectors: [0, 1], sections: [], unfinished: [1, 0], first: true, waited: 0, collected: 0 });
  const text = exposition(own);
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

test("no listeners, log and workers before they are known, then theirs", () => {
  const own = new OwnMetrics([], "/proc");
  const later = /^node_exporter_(web|worker|log)/;
  expect(
    exposition(own)
      .split("\n")
      .filter((line) => later.test(line)),
  ).toEqual([]);
  const gauges = Float64Array.of(100, 200, 300, 0.5, 7);
  own.watchWorkers(
    () => [{ gauges } as unknown as Lane],
    () => 2,
  );
  own.watchLog(() => 3);
  own.watchWeb(() => ({
    connections: 1,
    accepted: 2,
    rejected: 3,
    stalled: 4,
    handshakesRefused: 5,
    unauthorized: 6,
    rateLimited: 7,
    configurationCurrent: false,
    configurationFailures: 8,
  }));
  const text = exposition(own);
  expect(samplesOf(text, later).filter((line) => !line.includes("busy"))).toEqual([
    "node_exporter_log_lines_dropped_total 3",
    "node_exporter_web_configuration_current 0",
    "node_exporter_web_configuration_failures_total 8",
    "node_exporter_web_connections 1",
    "node_exporter_web_connections_accepted_total 2",
    "node_exporter_web_connections_rejected_total 3",
    "node_exporter_web_requests_rate_limited_total 7",
    "node_exporter_web_requests_unauthorized_total 6",
    "node_exporter_web_responses_stalled_total 4",
    "node_exporter_web_tls_handshakes_refused_total 5",
    'node_exporter_worker_external_memory_bytes{worker="0"} 300',
    'node_exporter_worker_heap_size_bytes{worker="0"} 200',
    'node_exporter_worker_heap_used_bytes{worker="0"} 100',
    'node_exporter_worker_kept_descriptors{worker="0"} 7',
    "node_exporter_worker_restarts_total 2",
    "node_exporter_workers 1",
  ]);
  expect(lines(text, 'node_exporter_worker_busy_ratio{worker="0"}')).toHaveLength(1);
});

test("a gathering that fails leaves nothing behind for the next", () => {
  const own = new OwnMetrics([], "/proc");
  let broken = true;
  own.watchLog(() => {
    if (broken) throw new Error("no log");
    return 0;
  });
  expect(() => own.gather()).toThrow("no log");
  expect(own.families()).toEqual([]);
  broken = false;
  expect(lines(exposition(own), "promhttp_metric_handler_requests_in_flight")).toHaveLength(1);
});

test.skipIf(!hasPromtool)("promtool has nothing to say about them (skipped without promtool)", () => {
  const own = new OwnMetrics(COLLECTORS, "/proc");
  own.watchLog(() => 3);
  for (const phase of ["queue", "collect", "merge", "compress"] as const) own.observe(phase, 0.01);
  const base = { collectors: [0, 1], first: true, waited: 0, collected: 0 };
  own.record({ ...base, sections: [section(1)], unfinished: [0] });
  expect(promtoolComplaints(exposition(own))).toEqual([]);
});

function exposition(own: OwnMetrics): string {
  own.gather();
  return write(own);
}

function write(own: OwnMetrics): string {
  const merged = new Merger().merge(own.families());
  expect(merged.conflicts).toEqual([]);
  return writeExposition(merged, "text", undefined, (bytes) => Buffer.alloc(bytes)).toString();
}

function lines(text: string, prefix: string): string[] {
  return samplesOf(text, new RegExp(`^${prefix}`));
}
