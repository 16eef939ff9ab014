import { readlinkSync } from "node:fs";
import { basename } from "node:path";
import { getHeapStatistics } from "node:v8";
import { Gauge } from "./protocol/arena-memory.ts";

/** Statistics of the heap are read at most this often, in milliseconds. */
const HEAP_INTERVAL = 1000;

/** Writes the thread's own numbers into the arena. */
export class Gauges {
  private readonly values: Float64Array;
  private heapAt = -Infinity;

  constructor(memory: SharedArrayBuffer) {
    this.values = new Float64Array(memory);
    this.values[Gauge.thread] = threadNumber();
  }

  /** After a task that took so many milliseconds. */
  update(keptDescriptors: number, milliseconds: number): void {
    const { values } = this;
    values[Gauge.busySeconds] = (values[Gauge.busySeconds] ?? 0) + milliseconds / 1000;
    values[Gauge.keptDescriptors] = keptDescriptors;
    const now = performance.now();
    if (now - this.heapAt < HEAP_INTERVAL) return;
    this.heapAt = now;
    const heap = getHeapStatistics();
    values[Gauge.heapUsedBytes] = heap.used_heap_size;
    values[Gauge.heapTotalBytes] = heap.total_heap_size;
    values[Gauge.externalBytes] = heap.external_memory;
  }
}

/** The kernel's number of this thread, by a link that names `PID/task/TID` (proc(5)). */
function threadNumber(): number {
  try {
    return Number(basename(readlinkSync("/proc/thread-self")));
  } catch {
    // Without /proc.
    return 0;
  }
}
