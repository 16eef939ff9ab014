import { Piscina } from "piscina";
import { createArenaMemory, Gauge } from "../../workers/protocol/arena-memory.ts";
import type { WorkerOptions } from "../../workers/protocol/options.ts";
import type { Prepared, WorkerMessage, WorkerTask } from "../../workers/protocol/tasks.ts";
import type { Log } from "../log/log.ts";
import { ArenaReader } from "../../workers/protocol/arena-reader.ts";
import { threadActiveMilliseconds } from "./thread-times.ts";
import type { Watched } from "./watchdog.ts";

/** What every lane's worker is started with; the arena is the lane's own. */
export type LaneOptions = Omit<WorkerOptions, "arena"> & {
  /** Tasks that may wait in the pool's queue: --web.max-requests. */
  readonly maxQueue: number;
  /** Numbers of the collectors whose families users bring themselves. */
  readonly foreign: ReadonlySet<number>;
};

/** Heap of a worker in MiB. The young generation decides how much memory a busy worker holds between collections. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 4 };

/** Beside the sources in development, beside the bundle that this is a part of otherwise. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../workers/entry.ts" : "../workers/entry.js",
  import.meta.url,
).href;

/** By this collection a worker has loaded all that it needs, and its collectors remember what they keep. */
const STARTED = 3;

/** The answer of that collection is out by then, in milliseconds, and the next one not yet asked for. */
const PAUSE = 200;

/** One worker thread of the pool with its arena. At most one task runs at a time. */
export class Lane implements Watched {
  readonly reader: ArenaReader;
  /** The worker's own figures, see `Gauge`. */
  readonly gauges: Float64Array;
  private readonly options: LaneOptions;
  private readonly workerOptions: WorkerOptions;
  private readonly log: Log;
  private readonly replaced: () => void;
  private pool: Piscina<WorkerTask, Prepared | undefined>;
  private collections = 0;

  /** `replaced`: called when a thread ended in the middle of a task and another takes its place. */
  constructor(options: LaneOptions, log: Log, replaced: () => void) {
    const { maxQueue: _, foreign, ...rest } = options;
    this.options = options;
    this.log = log;
    this.replaced = replaced;
    this.workerOptions = { ...rest, arena: createArenaMemory(rest.collectors.enabled.length) };
    this.reader = new ArenaReader(this.workerOptions.arena, foreign);
    this.gauges = new Float64Array(this.workerOptions.arena.gauges);
    this.pool = this.open();
  }

  /** Makes collectors ready; rejects when the worker cannot be started. */
  async prepare(collectors: readonly number[]): Promise<Prepared> {
    const prepared = await this.pool.run({ type: "prepare", collectors });
    if (prepared === undefined) throw new Error("the worker gave no answer");
    return prepared;
  }

  /** Runs collectors into the arena; rejects when the thread ended before it was done, and replaces it then. */
  async collect(collectors: readonly number[], milliseconds: number): Promise<void> {
    this.reader.request(collectors);
    try {
      await this.pool.run({ type: "collect", milliseconds });
    } catch (error) {
      this.replace();
      throw error;
    }
    if (++this.collections === STARTED) setTimeout(() => this.release(), PAUSE).unref();
  }

  get published(): number {
    return this.reader.published;
  }

  get hasBegun(): boolean {
    return this.reader.running >= 0 || this.reader.published > 0;
  }

  activeMilliseconds(): number | undefined {
    return threadActiveMilliseconds(this.gauges[Gauge.thread] ?? 0);
  }

  /** The thread, for its event-loop figures. */
  get thread() {
    return this.pool.threads[0];
  }

  /** Ends the thread; one that sits in a system call ends when that returns. Never rejects. */
  async close(): Promise<void> {
    // The error says only that tasks were cut off.
    await this.pool.destroy().catch(() => {});
  }

  /** Takes what only the start needed out of memory, in the worker since koffi is loaded there: some 10 ms, once. */
  private release(): void {
    // A worker that ends meanwhile, or a queue that is full: nothing is lost.
    this.pool.run({ type: "release" }).catch(() => {});
  }

  private passOn({ collector, level, message, attributes }: WorkerMessage): void {
    this.log(level, message, collector === "" ? attributes : { collector, ...attributes });
  }

  private replace(): void {
    this.replaced();
    void this.close();
    this.pool = this.open();
  }

  private open(): Piscina<WorkerTask, Prepared | undefined> {
    const pool = new Piscina<WorkerTask, Prepared | undefined>({
      filename: WORKER,
      workerData: this.workerOptions,
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      maxQueue: this.options.maxQueue,
      recordTiming: false,
      resourceLimits: RESOURCE_LIMITS,
    });
    // Without a listener an error thrown after a task ended would end the process.
    pool.on("error", (error: Error) => {
      this.log("error", `worker: ${error.message}`);
    });
    pool.on("message", (message: unknown) => {
      if (isFromWorker(message)) this.passOn(message);
    });
    return pool;
  }
}

function isFromWorker(message: unknown): message is WorkerMessage {
  return typeof message === "object" && message !== null && "type" in message && message.type === "log";
}
