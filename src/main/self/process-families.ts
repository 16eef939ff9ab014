import { getHeapStatistics } from "node:v8";
import { counter, gauge } from "../../collectors/kit/family.ts";
import { expensiveDue, type OwnFamilies, ratio, total } from "./own-families.ts";
import { processReader } from "./process.ts";

const cpuSeconds = counter("process_cpu_seconds_total", "User and system CPU time.");
const openFds = gauge("process_open_fds", "Open file descriptors.");
const maxFds = gauge("process_max_fds", "Limit of open file descriptors.");
const virtual = gauge("process_virtual_memory_bytes", "Size of the address space.");
const virtualMax = gauge("process_virtual_memory_max_bytes", "Maximum size of the address space.");
const resident = gauge("process_resident_memory_bytes", "Resident memory.");
const start = gauge("process_start_time_seconds", "Start of the process since the Unix epoch.");
const heapTotal = gauge("nodejs_heap_size_total_bytes", "Heap of the main thread.");
const heapUsed = gauge("nodejs_heap_size_used_bytes", "Used heap of the main thread.");
const external = gauge("nodejs_external_memory_bytes", "Memory of the main thread outside of its heap.");
const utilization = gauge(
  "nodejs_eventloop_utilization_ratio",
  "Fraction of the time since the last scrape in which the main event loop was busy.",
);
const version = gauge("nodejs_version_info", "Version of Node.js; always 1.", "version");

/** Metrics of this process and of Node.js. */
export function processFamilies(): OwnFamilies {
  const read = processReader();
  let last = performance.eventLoopUtilization();
  let heap = getHeapStatistics();
  const isDue = expensiveDue();
  return (emit) => {
    const figures = read();
    emit(cpuSeconds, total(figures.cpuSeconds));
    emit(openFds, figures.openFds);
    emit(maxFds, figures.maxFds);
    emit(virtual, figures.virtualBytes);
    emit(virtualMax, figures.virtualMaxBytes);
    emit(resident, figures.residentBytes);
    emit(start, figures.startSeconds);
    if (isDue()) heap = getHeapStatistics();
    emit(heapTotal, heap.total_heap_size);
    emit(heapUsed, heap.used_heap_size);
    emit(external, heap.external_memory);
    const now = performance.eventLoopUtilization();
    const active = now.active - last.active;
    emit(utilization, ratio(active, active + now.idle - last.idle));
    last = now;
    emit(version, 1, process.version);
  };
}
