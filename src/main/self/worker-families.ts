import { counter, gauge } from "../../collectors/kit/family.ts";
import { Gauge } from "../../workers/protocol/arena-memory.ts";
import type { Lane } from "../scrape/lane.ts";
import { type OwnFamilies, ratio, total } from "./own-families.ts";

const count = gauge("node_exporter_workers", "Workers of the pool.");
const restartsTotal = counter("node_exporter_worker_restarts_total", "Workers that ended and were replaced.");
const heapUsed = gauge("node_exporter_worker_heap_used_bytes", "Used heap of a worker.", "worker");
const heapTotal = gauge("node_exporter_worker_heap_size_bytes", "Heap of a worker.", "worker");
const external = gauge(
  "node_exporter_worker_external_memory_bytes",
  "Memory outside of a worker's heap that it holds.",
  "worker",
);
const descriptors = gauge(
  "node_exporter_worker_kept_descriptors",
  "Kernel files that a worker keeps open between scrapes.",
  "worker",
);
const busy = gauge(
  "node_exporter_worker_busy_ratio",
  "Part of the time since the last scrape that a worker was running a task.",
  "worker",
);

/** Figures of the workers, from the memory that they write them to. */
export function workerFamilies(workers: () => readonly Lane[], restarts: () => number): OwnFamilies {
  let lastAt = performance.now();
  const lastBusy: number[] = [];
  return (emit) => {
    const lanes = workers();
    const now = performance.now();
    const seconds = Math.max(now - lastAt, 0.001) / 1000;
    lastAt = now;
    emit(count, lanes.length);
    emit(restartsTotal, total(restarts()));
    for (let i = 0; i < lanes.length; i++) {
      const gauges = lanes[i]?.gauges;
      const worker = String(i);
      emit(heapUsed, gauges?.[Gauge.heapUsedBytes] ?? 0, worker);
      emit(heapTotal, gauges?.[Gauge.heapTotalBytes] ?? 0, worker);
      emit(external, gauges?.[Gauge.externalBytes] ?? 0, worker);
      emit(descriptors, gauges?.[Gauge.keptDescriptors] ?? 0, worker);
      const busySeconds = gauges?.[Gauge.busySeconds] ?? 0;
      emit(busy, Math.min(1, Math.max(0, ratio(busySeconds - (lastBusy[i] ?? 0), seconds))), worker);
      lastBusy[i] = busySeconds;
    }
    lastBusy.length = lanes.length;
  };
}
