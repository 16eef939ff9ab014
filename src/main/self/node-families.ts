import { getHeapStatistics } from "node:v8";
import { gauge } from "../../collectors/kit/family.ts";
import { sixDecimals } from "../../collectors/text-format/number.ts";
import type { OwnSource } from "./own-source.ts";

const heapTotal = gauge("nodejs_heap_size_total_bytes", "Heap of the main thread.");
const heapUsed = gauge("nodejs_heap_size_used_bytes", "Used heap of the main thread.");
const external = gauge("nodejs_external_memory_bytes", "Memory of the main thread outside of its heap.");
const utilization = gauge(
  "nodejs_eventloop_utilization_ratio",
  "Fraction of the time since the last scrape in which the main event loop was busy.",
);
const version = gauge("nodejs_version_info", "Version of Node.js; always 1.", "version");

/** Node.js in the main thread. */
export function nodeFamilies(): OwnSource {
  let last = performance.eventLoopUtilization();
  let heap = getHeapStatistics();
  return {
    set: "full",
    emit(emit, isDue) {
      if (isDue) heap = getHeapStatistics();
      emit(heapTotal, heap.total_heap_size);
      emit(heapUsed, heap.used_heap_size);
      emit(external, heap.external_memory);
      const now = performance.eventLoopUtilization();
      const active = now.active - last.active;
      emit(utilization, sixDecimals(active / (active + now.idle - last.idle)));
      last = now;
      emit(version, 1, process.version);
    },
  };
}
