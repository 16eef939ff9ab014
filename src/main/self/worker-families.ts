import type { Emit } from "../../collectors/kit/define.ts";
import { gauge } from "../../collectors/kit/family.ts";
import { sixDecimals } from "../../collectors/text-format/number.ts";
import { Gauge } from "../../workers/protocol/arena-memory.ts";
import type { ObservedWorker } from "./observer.ts";
import type { OwnSource } from "./own-source.ts";

const count = gauge("node_exporter_workers", "Worker threads.");
const heapUsed = gauge("node_exporter_worker_heap_used_bytes", "Used heap of the worker.", "worker");
const heapTotal = gauge("node_exporter_worker_heap_size_bytes", "Heap of the worker.", "worker");
const external = gauge(
  "node_exporter_worker_external_memory_bytes",
  "Memory of the worker outside of its heap.",
  "worker",
);
const descriptors = gauge(
  "node_exporter_worker_kept_descriptors",
  "Kernel files that the worker keeps open between scrapes.",
  "worker",
);
const busy = gauge(
  "node_exporter_worker_busy_ratio",
  "Fraction of the time since the last scrape in which the worker ran a task.",
  "worker",
);

/** The workers' own numbers, from the memory that they write them to. */
export class WorkerFamilies implements OwnSource {
  readonly set = "full";
  /** Those that exist. */
  workers: readonly ObservedWorker[] = [];
  private lastAt = performance.now();
  /** Seconds that each had run tasks for at the last scrape. Its number changes when one before it ends. */
  private readonly lastBusy = new WeakMap<ObservedWorker, number>();

  emit(emit: Emit): void {
    const { workers, lastBusy } = this;
    const now = performance.now();
    const seconds = Math.max(now - this.lastAt, 0.001) / 1000;
    this.lastAt = now;
    emit(count, workers.length);
    for (const [i, observed] of workers.entries()) {
      const { gauges } = observed;
      const worker = String(i);
      emit(heapUsed, gauges[Gauge.heapUsedBytes] ?? 0, worker);
      emit(heapTotal, gauges[Gauge.heapTotalBytes] ?? 0, worker);
      emit(external, gauges[Gauge.externalBytes] ?? 0, worker);
      emit(descriptors, gauges[Gauge.keptDescriptors] ?? 0, worker);
      const busySeconds = gauges[Gauge.busySeconds] ?? 0;
      const ratio = (busySeconds - (lastBusy.get(observed) ?? 0)) / seconds;
      emit(busy, Math.min(1, Math.max(0, sixDecimals(ratio))), worker);
      lastBusy.set(observed, busySeconds);
    }
  }
}
