import { readlinkSync } from "node:fs";
import { basename } from "node:path";
import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../collectors/kit/errors.ts";
import { registry } from "../collectors/generated/registry.ts";
import { ArenaWriter } from "./protocol/arena-writer.ts";
import { openHost } from "./host/host.ts";
import { createNative } from "./native/native.ts";
import { releaseFilePages } from "./native/release-pages.ts";
import { Gauge } from "./protocol/arena-memory.ts";
import type { Prepared, WorkerLog, WorkerOptions, WorkerTask } from "./protocol/options.ts";
import { Runner } from "./runner.ts";

/** Statistics of the heap are read at most this often, in milliseconds. */
const HEAP_INTERVAL = 1000;

/** Makes the function that answers the pool's tasks, from the data that the pool gave this thread. */
export function createWorker(): (task: WorkerTask) => Promise<Prepared | undefined> {
  // The pool hands over the data that it was made with.
  const options = workerData as WorkerOptions;
  // Collectors throw at every scrape on hosts that lack their files, only messages are reported, and stacks are dear.
  Error.stackTraceLimit = 0;
  const { enabled } = options.collectors;
  const host = openHost(options.paths, createNative(), options.pageSize, options.maxDescriptors);
  const shared: Record<string, SharedArrayBuffer> = { ...options.shared };
  const runner = new Runner(host, options.collectors, {
    log: (collector, level, message, attributes) => {
      const log: WorkerLog = {
        kind: "log",
        collector,
        level,
        message,
        ...(attributes === undefined ? {} : { attributes }),
      };
      send(log);
    },
    shared: (collector, bytes) => (shared[collector] ??= new SharedArrayBuffer(bytes)),
  });
  const arena = new ArenaWriter(options.arena);
  const gauges = new Gauges(options.arena.gauges);

  const prepare = async (numbers: readonly number[]): Promise<Prepared> => {
    const failures: { collector: string; message: string }[] = [];
    for (const number of numbers) {
      try {
        await add(runner, enabled, number);
      } catch (error) {
        failures.push({ collector: enabled[number] ?? "", message: messageOf(error) });
      }
    }
    return { failures, shared };
  };

  return async (task) => {
    if (task === "release") return release();
    if (typeof task !== "number") return prepare(task.prepare);
    const start = performance.now();
    arena.begin();
    const collectors = arena.requested();
    for (const number of collectors) if (!runner.has(number)) await addLate(runner, arena, enabled, number);
    await runner.run(collectors, start + task, arena);
    gauges.update(host.keptDescriptors, performance.now() - start);
    return undefined;
  };
}

function send(log: WorkerLog): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
  parentPort?.postMessage(log);
}

function release(): undefined {
  try {
    releaseFilePages();
  } catch (error) {
    // More memory is all that it costs.
    const message = `pages of the start stay in memory: ${messageOf(error)}`;
    send({ kind: "log", collector: "", level: "debug", message });
  }
}

async function add(runner: Runner, enabled: readonly string[], number: number): Promise<void> {
  const name = enabled[number] ?? "";
  const load = registry[name];
  if (load === undefined) throw new Error(`no collector ${name}`);
  runner.add((await load()).default, number);
}

/** A worker that took over collectors in the middle of a run makes them when first asked for; a failure is theirs alone. */
async function addLate(runner: Runner, arena: ArenaWriter, enabled: readonly string[], number: number): Promise<void> {
  try {
    await add(runner, enabled, number);
  } catch (error) {
    arena.ended(number, { status: "failed", seconds: 0, message: messageOf(error) }, { finish() {} });
  }
}

/** Writes the thread's own figures into the arena. */
class Gauges {
  private readonly values: Float64Array;
  private heapAt = -Infinity;

  constructor(memory: SharedArrayBuffer) {
    this.values = new Float64Array(memory);
    this.values[Gauge.thread] = threadNumber();
  }

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
