import { messageOf } from "../../collectors/kit/errors.ts";
import { createArenaMemory, Gauge } from "../../workers/protocol/arena-memory.ts";
import { ArenaReader } from "../../workers/protocol/arena-reader.ts";
import { inTime, LATE } from "../../workers/protocol/in-time.ts";
import type { CollectorOptions, WorkerOptions } from "../../workers/protocol/options.ts";
import type { Prepared } from "../../workers/protocol/tasks.ts";
import { setLaterFlags } from "../life/later-flags.ts";
import type { Log } from "../log/log.ts";
import type { Observer } from "../self/observer.ts";
import { threadActiveMilliseconds } from "./thread-times.ts";
import { LOOK_EVERY, Pace } from "./pace.ts";
import { FIRST_LOOK, Watchdog, type Watched } from "./watchdog.ts";
import { type ThreadMemory, WorkerThread } from "./worker-thread.ts";

/** What every lane's worker is started with; memory shared with the worker is the lane's own. */
export type LaneOptions = Omit<WorkerOptions, "arena" | ThreadMemory> & {
  /** Numbers of the collectors whose families users bring themselves. */
  readonly foreign: ReadonlySet<number>;
};

/** Who is told what becomes of a lane's run. */
export interface LaneRun {
  /** Called once. `failure`: why the thread ended before it was done, or could not be started. */
  ended(failure: string | undefined): void;
  /** Called once for every watch: the worker does not get on. */
  stuck(): void;
}

const NOTHING_FAILED: Prepared = { failures: [] };

/** By this collection a worker has loaded all that it needs, and its collectors remember what they keep. */
const STARTED = 3;

/** The answer of that collection is out by then, in milliseconds, and the next one not yet asked for. */
const PAUSE = 200;

/** A worker that is not ready by then is given up, in milliseconds: it hangs, or there is no processor time. */
const READY_WITHIN = 30_000;

/** One worker thread with its arena and its watchdog; at most one run at a time. A thread that ended is replaced by the next run. */
export class Lane implements Watched {
  readonly reader: ArenaReader;
  /** The worker's own numbers, see `Gauge`. */
  readonly gauges: Float64Array;
  private workerOptions: Omit<WorkerOptions, ThreadMemory>;
  private readonly observer: Observer;
  private readonly log: Log;
  private worker: WorkerThread | undefined;
  private look: NodeJS.Timeout | undefined;
  private collections = 0;
  /** That they have taken in all. */
  private milliseconds = 0;
  private readonly pace = new Pace();

  constructor(options: LaneOptions, observer: Observer, log: Log) {
    const { paths, collectors, names, pageSize, maxDescriptors, orphans, state, series, foreign } = options;
    const arena = createArenaMemory(names.length);
    this.observer = observer;
    this.log = log;
    this.workerOptions = { paths, collectors, names, pageSize, maxDescriptors, orphans, state, series, arena };
    this.reader = new ArenaReader(arena, foreign);
    this.gauges = new Float64Array(arena.gauges);
  }

  /** Starts the thread and makes collectors ready; rejects when that cannot be done, or takes too long. */
  async prepare(collectors: readonly number[]): Promise<Prepared> {
    const worker = this.open();
    try {
      const prepared = await inTime(worker.run({ type: "prepare", collectors }), READY_WITHIN);
      if (prepared === LATE) throw new Error("the worker does not become ready");
      if (prepared === undefined) throw new Error("the worker did not answer");
      return prepared;
    } catch (error) {
      this.discard(worker);
      throw error;
    }
  }

  /** The options that its collectors have. */
  get collectorOptions(): CollectorOptions {
    return this.workerOptions.collectors;
  }

  /**
   * Makes what other options change beside what runs, when the lane has nothing else to do; nothing without a thread, or
   * where it ends meanwhile. Rejects when the thread cannot do that and goes on.
   */
  async stage(options: CollectorOptions, collectors: readonly number[]): Promise<Prepared> {
    const { worker } = this;
    try {
      return (await worker?.run({ type: "stage", options, collectors })) ?? NOTHING_FAILED;
    } catch (error) {
      if (worker?.hasEnded !== true) throw error;
      return NOTHING_FAILED;
    }
  }

  /** The options that were staged are in force from now on: also for a thread that takes the place of this one. */
  adopt(options: CollectorOptions, collectors: readonly number[]): void {
    this.workerOptions = { ...this.workerOptions, collectors: options };
    const { worker } = this;
    // The thread that takes its place begins by these options.
    worker?.run({ type: "adopt", options, collectors }).catch(() => this.discard(worker));
  }

  /** Another lane has these collectors now; they are made anew where they come back. */
  forget(collectors: readonly number[]): void {
    // A thread that ends has nothing to forget.
    this.worker?.run({ type: "forget", collectors }).catch(() => {});
  }

  /** What was staged is not to be. */
  dismiss(): void {
    this.worker?.run({ type: "dismiss" }).catch(() => {});
  }

  /** Runs collectors into the arena, which have so many milliseconds for it. */
  collect(collectors: readonly number[], milliseconds: number, run: LaneRun): void {
    this.reader.request(collectors);
    const worker = this.open();
    const start = performance.now();
    worker.run({ type: "collect", milliseconds, measuresCpu: this.observer.wantsCpu }).then(
      () => {
        clearTimeout(this.look);
        this.collected(start);
        run.ended(undefined);
      },
      (error: unknown) => {
        clearTimeout(this.look);
        this.discard(worker);
        run.ended(messageOf(error));
      },
    );
  }

  /**
   * Calls `run.stuck` as soon as the worker has not got on for some time, counted from now. `milliseconds`: for how long
   * clients wait. `isSuspect`: others have just got stuck, so little patience is called for.
   */
  watch(milliseconds: number, isSuspect: boolean, run: LaneRun): void {
    const start = performance.now();
    let watchdog: Watchdog | undefined;
    const look = (): void => {
      watchdog ??= new Watchdog(this, milliseconds, start, isSuspect);
      if (watchdog.isStuck(performance.now())) run.stuck();
      else this.look = setTimeout(look, watchdog.interval).unref();
    };
    this.look = setTimeout(look, FIRST_LOOK).unref();
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

  /** False before its first run, and after a thread that ended. */
  get isOpen(): boolean {
    return this.worker?.hasEnded === false;
  }

  /** The thread, where there is one. */
  get thread() {
    return this.worker?.thread;
  }

  /** As `close`, for a worker that has nothing to do: what it has started ends first. Never rejects. */
  async end(): Promise<void> {
    // A worker that cannot do that is closed all the same.
    await this.worker?.run({ type: "end" }).catch(() => {});
    await this.close();
  }

  /** Ends the thread; one that sits in a system call ends when that returns. Never rejects. */
  async close(): Promise<void> {
    clearTimeout(this.look);
    await this.worker?.close();
  }

  private collected(start: number): void {
    const now = performance.now();
    if (++this.collections === STARTED) setTimeout(() => this.settle(), PAUSE).unref();
    this.milliseconds += now - start;
    if (this.collections % LOOK_EVERY !== 0) return;
    setLaterFlags(this.pace.look(now, this.milliseconds) ? "busy" : "settled");
  }

  private open(): WorkerThread {
    if (this.worker?.hasEnded === true) this.discard(this.worker);
    return (this.worker ??= new WorkerThread(this.workerOptions, this.observer, this.log));
  }

  private discard(worker: WorkerThread): void {
    if (this.worker === worker) this.worker = undefined;
    void worker.close();
  }

  /**
   * The start is over: takes what only it needed out of memory, in the worker since koffi is loaded there: some 10 ms,
   * once.
   */
  private settle(): void {
    setLaterFlags("settled");
    // A worker that ends meanwhile: nothing is lost.
    this.worker?.run({ type: "release" }).catch(() => {});
  }
}
