import { getHeapStatistics } from "node:v8";
import { Counter, Gauge, Histogram, Registry } from "./prom-client.ts";
import { counter as counterFamily } from "../../collectors/family.ts";
import { Gauge as WorkerGauge } from "../../workers/protocol/arena-memory.ts";
import { Sink } from "../../workers/render/sink.ts";
import type { Lane } from "../scrape/lane.ts";
import type { CollectionResult } from "../scrape/scheduler.ts";
import { type Piece, SinkFinisher } from "../scrape/section.ts";
import { processReader } from "./process.ts";
import { OwnRenderer } from "./render.ts";
import type { WebStats } from "../web/web.ts";
import { setTotal } from "./set-total.ts";
import { defineWeb } from "./web-metrics.ts";

export type Phase = "queue" | "collect" | "merge" | "compress";

const PHASE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.5, 9.5];

const cpuSeconds = counterFamily(
  "node_exporter_collector_cpu_seconds_total",
  "Time that a worker's thread spent in a collector's update.",
  "collector",
);
const samplesTotal = counterFamily(
  "node_exporter_collector_samples_total",
  "Samples that a collector gave.",
  "collector",
);
const bytesTotal = counterFamily(
  "node_exporter_collector_bytes_total",
  "Bytes of sample lines that a collector gave.",
  "collector",
);

/** What the exporter tells about itself. */
export class OwnMetrics {
  readonly requests: Counter<"code">;
  readonly inFlight: Gauge;
  readonly errors: Counter<"cause">;
  readonly coalesced: Counter;
  readonly collections: Counter;

  private readonly registry = new Registry();
  /** Set the metrics that are read rather than counted; before any of them is looked at. */
  private readonly refreshers: (() => void)[] = [];
  private readonly sink = new Sink();
  private readonly finisher = new SinkFinisher(this.sink);
  private readonly renderer = new OwnRenderer();
  private readonly phases: Histogram<"phase">;
  private readonly timedOut: Gauge<"collector">;
  private readonly timeouts: Counter<"collector">;
  private readonly names: readonly string[];
  /** Whole microseconds: numbers with few digits are written several times as fast. */
  private readonly cpuMicros: Float64Array;
  private readonly samples: Float64Array;
  private readonly bytes: Float64Array;
  private pieces: readonly Piece[] = [];
  private workers: () => readonly Lane[] = () => [];
  private restarts: () => number = () => 0;

  /** `names`: the enabled collectors, by number. */
  constructor(names: readonly string[]) {
    this.names = names;
    this.cpuMicros = new Float64Array(names.length);
    this.samples = new Float64Array(names.length);
    this.bytes = new Float64Array(names.length);
    const registers = [this.registry];
    this.requests = new Counter({
      name: "promhttp_metric_handler_requests_total",
      help: "Answered scrapes by status code.",
      labelNames: ["code"],
      registers,
    });
    for (const code of ["200", "500", "503"]) this.requests.inc({ code }, 0);
    this.inFlight = new Gauge({
      name: "promhttp_metric_handler_requests_in_flight",
      help: "Scrapes being served.",
      registers,
    });
    this.errors = new Counter({
      name: "promhttp_metric_handler_errors_total",
      help: "Scrapes with faults while gathering or encoding.",
      labelNames: ["cause"],
      registers,
    });
    for (const cause of ["encoding", "gathering"]) this.errors.inc({ cause }, 0);
    this.coalesced = new Counter({
      name: "node_exporter_scrapes_coalesced_total",
      help: "Scrapes that joined the collection of another.",
      registers,
    });
    this.collections = new Counter({
      name: "node_exporter_collections_total",
      help: "Collections started.",
      registers,
    });
    this.phases = new Histogram({
      name: "node_exporter_scrape_phase_seconds",
      help: "Where a scrape's time goes.",
      labelNames: ["phase"],
      buckets: PHASE_BUCKETS,
      registers,
    });
    this.timedOut = new Gauge({
      name: "node_exporter_collector_timed_out",
      help: "Whether a collector did not end in time in the last scrape.",
      labelNames: ["collector"],
      registers,
    });
    this.timeouts = new Counter({
      name: "node_exporter_collector_timeouts_total",
      help: "Scrapes in which a collector did not end in time.",
      labelNames: ["collector"],
      registers,
    });
    this.defineProcess();
    this.defineWorkers();
  }

  /** Where to ask for the listeners' figures. */
  watchWeb(stats: () => WebStats): void {
    this.refreshers.push(defineWeb(this.registry, stats));
  }

  /** Where to ask for the number of log lines dropped. */
  watchLog(dropped: () => number): void {
    const lines = new Counter({
      name: "node_exporter_log_lines_dropped_total",
      help: "Log lines dropped because nobody read them.",
      registers: [this.registry],
    });
    this.refreshers.push(() => {
      setTotal(lines, dropped());
    });
  }

  /** Where to ask for the workers' figures. */
  watchWorkers(workers: () => readonly Lane[], restarts: () => number): void {
    this.workers = workers;
    this.restarts = restarts;
  }

  observe(phase: Phase, seconds: number): void {
    this.phases.observe({ phase }, seconds);
  }

  /** Books a collection's result; once a collection. */
  record({ sections, unfinished, waited, collected }: CollectionResult): void {
    this.observe("queue", waited);
    this.observe("collect", collected);
    for (const { collector, seconds, samples, bytes } of sections) {
      this.cpuMicros[collector] = (this.cpuMicros[collector] ?? 0) + Math.round(seconds * 1e6);
      this.samples[collector] = (this.samples[collector] ?? 0) + samples;
      this.bytes[collector] = (this.bytes[collector] ?? 0) + bytes;
    }
    this.timedOut.reset();
    for (const number of unfinished) {
      const collector = this.names[number] ?? "";
      this.timedOut.set({ collector }, 1);
      this.timeouts.inc({ collector });
    }
  }

  /** Reads all figures; `families` gives them from then on. */
  async gather(): Promise<void> {
    for (const refresh of this.refreshers) refresh();
    const metrics = await this.registry.getMetricsAsJSON();
    for (const metric of metrics) {
      const family = this.renderer.render(metric);
      if (family !== undefined) this.sink.emit.rendered(family);
    }
    const { emit } = this.sink;
    for (let number = 0; number < this.names.length; number++) {
      const name = this.names[number] ?? "";
      emit(cpuSeconds, (this.cpuMicros[number] ?? 0) / 1e6, name);
      emit(samplesTotal, this.samples[number] ?? 0, name);
      emit(bytesTotal, this.bytes[number] ?? 0, name);
    }
    this.pieces = this.finisher.finish();
  }

  /** The families of the last `gather`; valid until the next. */
  families(): readonly Piece[] {
    return this.pieces;
  }

  private defineProcess(): void {
    const read = processReader();
    const registers = [this.registry];
    const make = (name: string, help: string) => new Gauge({ name, help, registers });
    const openFds = make("process_open_fds", "Open file descriptors.");
    const maxFds = make("process_max_fds", "Limit of open file descriptors.");
    const virtual = make("process_virtual_memory_bytes", "Size of the address space.");
    const virtualMax = make("process_virtual_memory_max_bytes", "Limit of the address space.");
    const resident = make("process_resident_memory_bytes", "Resident memory.");
    const start = make("process_start_time_seconds", "Start of the process since the epoch.");
    const heapTotal = make("nodejs_heap_size_total_bytes", "Heap of the main thread.");
    const heapUsed = make("nodejs_heap_size_used_bytes", "Used heap of the main thread.");
    const external = make("nodejs_external_memory_bytes", "Memory outside of the main thread's heap that it holds.");
    const utilization = make(
      "nodejs_eventloop_utilization_ratio",
      "Part of the time since the last scrape that the main event loop was busy.",
    );
    const received = new Counter({
      name: "process_network_receive_bytes_total",
      help: "Bytes received in the network namespace.",
      registers,
    });
    const transmitted = new Counter({
      name: "process_network_transmit_bytes_total",
      help: "Bytes sent in the network namespace.",
      registers,
    });
    let last = performance.eventLoopUtilization();
    const cpu = new Counter({
      name: "process_cpu_seconds_total",
      help: "User and system CPU time.",
      registers,
    });
    this.refreshers.push(() => {
      const figures = read();
      setTotal(cpu, figures.cpuSeconds);
      openFds.set(figures.openFds);
      maxFds.set(figures.maxFds);
      virtual.set(figures.virtualBytes);
      virtualMax.set(figures.virtualMaxBytes);
      resident.set(figures.residentBytes);
      start.set(figures.startSeconds);
      setTotal(received, figures.receivedBytes);
      setTotal(transmitted, figures.transmittedBytes);
      const heap = getHeapStatistics();
      heapTotal.set(heap.total_heap_size);
      heapUsed.set(heap.used_heap_size);
      external.set(heap.external_memory);
      const now = performance.eventLoopUtilization();
      utilization.set(performance.eventLoopUtilization(now, last).utilization);
      last = now;
    });
    const version = new Gauge({
      name: "nodejs_version_info",
      help: "Version of Node.js.",
      labelNames: ["version"],
      registers,
    });
    version.set({ version: process.version }, 1);
  }

  private defineWorkers(): void {
    const registers = [this.registry];
    const labelNames = ["worker"] as const;
    const make = (name: string, help: string) => new Gauge({ name, help, labelNames, registers });
    const heapUsed = make("node_exporter_worker_heap_used_bytes", "Used heap of a worker.");
    const heapTotal = make("node_exporter_worker_heap_size_bytes", "Heap of a worker.");
    const external = make(
      "node_exporter_worker_external_memory_bytes",
      "Memory outside of a worker's heap that it holds.",
    );
    const descriptors = make(
      "node_exporter_worker_kept_descriptors",
      "Kernel files that a worker keeps open between scrapes.",
    );
    const busy = make(
      "node_exporter_worker_busy_ratio",
      "Part of the time since the last scrape that a worker was running a task.",
    );
    const restarts = new Counter({
      name: "node_exporter_worker_restarts_total",
      help: "Workers that ended and were replaced.",
      registers,
    });
    let lastAt = performance.now();
    let lastBusy: number[] = [];
    const count = new Gauge({
      name: "node_exporter_workers",
      help: "Workers of the pool.",
      registers,
    });
    this.refreshers.push(() => {
      const workers = this.workers();
      const now = performance.now();
      count.set(workers.length);
      setTotal(restarts, this.restarts());
      for (const gauge of [heapUsed, heapTotal, external, descriptors, busy]) gauge.reset();
      const busyNow = workers.map(({ gauges }) => gauges[WorkerGauge.busySeconds] ?? 0);
      for (const [i, { gauges }] of workers.entries()) {
        const worker = String(i);
        heapUsed.set({ worker }, gauges[WorkerGauge.heapUsedBytes] ?? 0);
        heapTotal.set({ worker }, gauges[WorkerGauge.heapTotalBytes] ?? 0);
        external.set({ worker }, gauges[WorkerGauge.externalBytes] ?? 0);
        descriptors.set({ worker }, gauges[WorkerGauge.keptDescriptors] ?? 0);
        const part = (((busyNow[i] ?? 0) - (lastBusy[i] ?? 0)) * 1000) / Math.max(now - lastAt, 0.001);
        busy.set({ worker }, Math.min(1, Math.max(0, part)));
      }
      lastAt = now;
      lastBusy = busyNow;
    });
  }
}
