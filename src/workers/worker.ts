import { readlinkSync } from "node:fs";
import { basename } from "node:path";
import { getHeapStatistics } from "node:v8";
import { registry } from "../collectors/generated/registry.ts";
import type { CollectorDefinition } from "../collectors/kit/define.ts";
import { messageOf } from "../collectors/kit/errors.ts";
import { openHost } from "./host/host.ts";
import { KeptChildren } from "./mount-probe/kept-children.ts";
import { ChildMountProbe } from "./mount-probe/mount-probe.ts";
import { createNative } from "./native/native.ts";
import { threadClock } from "./native/thread-clock.ts";
import { releaseFilePages } from "./native/release-pages.ts";
import { Gauge } from "./protocol/arena-memory.ts";
import { ArenaWriter } from "./protocol/arena-writer.ts";
import type { CollectorOptions, WorkerOptions } from "./protocol/options.ts";
import { freePlaces } from "./protocol/places.ts";
import type { Prepared, WorkerMessage, WorkerTask } from "./protocol/tasks.ts";
import { Runner } from "./runner.ts";

/** Statistics of the heap are read at most this often, in milliseconds. */
const HEAP_INTERVAL = 1000;

type Send = (message: WorkerMessage) => void;

/** Makes the function that answers the pool's tasks; it keeps its collectors between tasks. */
export function createWorker(options: WorkerOptions, send: Send): (task: WorkerTask) => Promise<Prepared | undefined> {
  const { names } = options;
  const mountProbe = new ChildMountProbe(new KeptChildren(options.children, options.orphans));
  const host = openHost(options.paths, createNative(), options.pageSize, options.maxDescriptors, mountProbe);
  const runner = new Runner(host, options.collectors, {
    log: (collector, level, message, attributes) =>
      send({ type: "log", collector, level, message, ...(attributes === undefined ? {} : { attributes }) }),
    faults: (collector, faults) => send({ type: "faults", collector, faults }),
    names,
    state: options.state,
    series: options.series,
  });
  const arena = new ArenaWriter(options.arena);
  const gauges = new Gauges(options.arena.gauges);

  const makeAll = async (numbers: readonly number[], make: (name: string, number: number) => Promise<void>) => {
    const failures: { collector: string; message: string }[] = [];
    for (const number of numbers) {
      const name = names[number] ?? "";
      try {
        await make(name, number);
      } catch (error) {
        // The parts of a collector are made alike, and fail alike.
        if (failures.every(({ collector }) => collector !== name))
          failures.push({ collector: name, message: messageOf(error) });
      }
    }
    return { failures };
  };

  const stage = (numbers: readonly number[], staged: CollectorOptions): Promise<Prepared> => {
    runner.stage(staged);
    const needed = numbers.filter((number) => runner.needs(number));
    return makeAll(needed, async (name, number) => runner.addStaged(await definitionOf(name), number));
  };

  const adopt = (numbers: readonly number[], adopted: CollectorOptions): undefined => {
    for (const number of runner.adopt(adopted, numbers)) {
      arena.forget(number);
      // Main has freed its places, and a run that was under way may have taken them again.
      const isOff = !adopted.enabled.includes(names[number] ?? "");
      if (isOff && options.series !== undefined) freePlaces(options.series.places, number);
    }
  };

  const forget = (numbers: readonly number[]): undefined => {
    for (const number of numbers) {
      runner.forget(number);
      arena.forget(number);
    }
  };

  const collect = async (milliseconds: number, measuresCpu: boolean): Promise<undefined> => {
    const start = performance.now();
    arena.begin();
    const collectors = arena.requested();
    for (const number of collectors) if (!runner.has(number)) await addLate(runner, arena, names, number);
    await runner.run(collectors, start + milliseconds, arena, measuresCpu ? threadClock() : undefined);
    gauges.update(host.keptDescriptors, performance.now() - start);
  };

  const end = async (): Promise<undefined> => {
    await host.end();
  };

  return async (task) => {
    if (task.type === "collect") return collect(task.milliseconds, task.measuresCpu);
    if (task.type === "prepare")
      return makeAll(task.collectors, async (name, number) => runner.add(await definitionOf(name), number));
    if (task.type === "stage") return stage(task.collectors, task.options);
    if (task.type === "adopt") return adopt(task.collectors, task.options);
    if (task.type === "forget") return forget(task.collectors);
    if (task.type === "dismiss") return runner.dismiss();
    return task.type === "release" ? release(send) : end();
  };
}

function release(send: Send): undefined {
  try {
    releaseFilePages();
  } catch (error) {
    // More memory is all that it costs.
    const message = `pages of the start stay in memory: ${messageOf(error)}`;
    send({ type: "log", collector: "", level: "debug", message });
  }
}

async function definitionOf(name: string): Promise<CollectorDefinition> {
  const load = registry[name];
  if (load === undefined) throw new Error(`no collector ${name}`);
  return (await load()).default;
}

/** A worker that took over collectors in the middle of a run makes them when first asked for; a failure is theirs alone. */
async function addLate(runner: Runner, arena: ArenaWriter, names: readonly string[], number: number): Promise<void> {
  // Whoever watches knows which one it is that hangs while it is made.
  arena.started(number);
  try {
    runner.add(await definitionOf(names[number] ?? ""), number);
  } catch (error) {
    const outcome = {
      status: "failed",
      seconds: 0,
      cpuSeconds: Number.NaN,
      message: messageOf(error),
      skipped: 0,
    } as const;
    arena.ended(number, outcome, { finish() {} });
  }
}

/** Writes the thread's own numbers into the arena. */
class Gauges {
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
