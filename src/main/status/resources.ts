import { getHeapStatistics } from "node:v8";
import { Gauge } from "../../workers/protocol/arena-memory.ts";
import type { Counts } from "../self/event-metrics.ts";
import type { ObservedWorker } from "../self/observer.ts";
import type { RecentLoad } from "./recent-load.ts";
import type { ProcessStatus, WorkerStatus } from "./status.ts";

/** What the process uses now. */
export function processOf({ events }: Counts, recent: RecentLoad): ProcessStatus {
  const { user, system } = process.cpuUsage();
  const heap = getHeapStatistics();
  const load = recent.look();
  return {
    residentBytes: process.memoryUsage.rss(),
    heapUsedBytes: heap.used_heap_size,
    heapTotalBytes: heap.total_heap_size,
    cpuSeconds: (user + system) / 1e6,
    cpuLoad: ratio(load.cpu),
    eventLoopLoad: ratio(load.eventLoop),
    loadSeconds: Math.round(load.seconds),
    workerRestarts: events.get("worker replaced") ?? 0,
    logLinesDropped: events.get("log line dropped") ?? 0,
  };
}

/** What every worker has written about itself. */
export function workersOf(workers: readonly ObservedWorker[]): readonly WorkerStatus[] {
  return workers.map(({ gauges }) => ({
    heapUsedBytes: gauges[Gauge.heapUsedBytes] ?? 0,
    heapTotalBytes: gauges[Gauge.heapTotalBytes] ?? 0,
    externalBytes: gauges[Gauge.externalBytes] ?? 0,
    keptDescriptors: gauges[Gauge.keptDescriptors] ?? 0,
    busySeconds: Math.round((gauges[Gauge.busySeconds] ?? 0) * 1e6) / 1e6,
  }));
}

function ratio(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
