import { closeSync } from "node:fs";
import { Piscina } from "piscina";
import { errnoOf, messageOf } from "../../collectors/kit/errors.ts";
import { WORKER } from "../../programs.ts";
import { childrenMemory, Orphans } from "../../workers/protocol/children-memory.ts";
import { descriptorsMemory, OpenDescriptors } from "../../workers/protocol/open-descriptors.ts";
import type { WorkerOptions } from "../../workers/protocol/options.ts";
import type { Prepared, WorkerMessage, WorkerTask } from "../../workers/protocol/tasks.ts";
import type { Log } from "../log/log.ts";
import type { Observer } from "../self/observer.ts";

/** Memory that is a thread's own, not that of the lane. */
export type ThreadMemory = "children" | "descriptors";

/** Heap of a worker in MiB. The young generation decides how much memory a busy worker holds between collections. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 4 };

/**
 * One worker thread: a pool with one thread at most, which starts with the first task. A pool that has threads from the
 * beginning starts them again by itself, throws where nobody can catch it when that is impossible, and starts none
 * after one that ended before it was ready.
 */
export class WorkerThread {
  private readonly pool: Piscina<WorkerTask, Prepared | undefined>;
  private readonly observer: Observer;
  private readonly log: Log;
  private reason = "the worker ended";
  private isStarted = false;
  private isOver = false;
  /** The pool holds a task whose promise nobody has. */
  private isSpoilt = false;
  private readonly children = childrenMemory();
  private readonly descriptors = descriptorsMemory();
  private readonly orphans: Orphans;
  /** Its end is waited for: the pool starts no other thread once it has ended. */
  private isWatched = false;
  /** By whom tasks are waited for. */
  private readonly waiting = new Set<(error: Error) => void>();

  constructor(options: Omit<WorkerOptions, ThreadMemory>, observer: Observer, log: Log) {
    this.observer = observer;
    this.log = log;
    this.orphans = new Orphans(options.orphans);
    this.pool = new Piscina<WorkerTask, Prepared | undefined>({
      filename: WORKER,
      workerData: { ...options, children: this.children, descriptors: this.descriptors } satisfies WorkerOptions,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: Infinity,
      concurrentTasksPerWorker: 1,
      recordTiming: false,
      resourceLimits: RESOURCE_LIMITS,
    });
    // Errors that belong to no task. Without a listener they would end the process.
    this.pool.on("error", (error: unknown) => this.failed(messageOf(error)));
    this.pool.on("message", (message: unknown) => {
      if (isFromWorker(message)) this.passOn(message);
    });
    this.pool.on("workerDestroy", () => this.ended());
  }

  /** The thread has ended, is being ended or could not be started: this is of no use any more, and has to be closed. */
  get hasEnded(): boolean {
    return this.isOver || this.isSpoilt;
  }

  /** Rejects when the thread cannot do that, and where `hasEnded` is true from then on. */
  run(task: WorkerTask): Promise<Prepared | undefined> {
    // The pool would start another thread, by options that may be out of date.
    if (this.hasEnded) return Promise.reject(new Error(this.reason));
    if (!this.isStarted) leaveRemovedDirectory();
    this.isStarted = true;
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      this.start(task).then(
        (answer) => {
          this.waiting.delete(reject);
          resolve(answer);
        },
        (error: unknown) => {
          this.waiting.delete(reject);
          reject(error instanceof Error ? error : new Error(messageOf(error)));
        },
      );
    });
  }

  /** The thread, where there is one. */
  get thread() {
    return this.pool.threads[0];
  }

  /** Ends the thread; one that sits in a system call ends when that returns. Never rejects. */
  async close(): Promise<void> {
    this.isOver = true;
    // It would reject that promise. There is no thread.
    if (this.isSpoilt) return;
    // The error reports only that tasks were cut off.
    await this.pool.destroy().catch(() => {});
  }

  /** The pool throws where the kernel refuses a thread, with the task in its queue already. */
  private start(task: WorkerTask): Promise<Prepared | undefined> {
    try {
      const answer = this.pool.run(task);
      this.watch();
      return answer;
    } catch (error) {
      this.isSpoilt = true;
      throw error;
    }
  }

  /** What the thread has opened is closed when it has ended, and its children are others' to reap, whatever has ended it. */
  private watch(): void {
    if (this.isWatched) return;
    const { thread } = this;
    if (thread === undefined) return;
    this.isWatched = true;
    thread.once("exit", () => {
      for (const fd of new OpenDescriptors(this.descriptors).takeAll()) closeQuietly(fd);
      this.orphans.takeOver(this.children);
    });
  }

  private failed(message: string): void {
    this.reason = message;
    this.log("error", "worker failed", { err: message });
  }

  /** The pool settles the task that the thread was running; one that still waits in the queue would wait for ever. */
  private ended(): void {
    this.isOver = true;
    const abandoned = [...this.waiting];
    setImmediate(() => {
      for (const abandon of abandoned) abandon(new Error(this.reason));
    });
  }

  private passOn(message: WorkerMessage): void {
    if (message.type === "faults") {
      this.observer.faulty(message.collector, message.faults);
      return;
    }
    const { collector, level, attributes } = message;
    this.log(level, message.message, collector === "" ? attributes : { collector, ...attributes });
  }
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // The thread ended between noting and closing it.
  }
}

function isFromWorker(message: unknown): message is WorkerMessage {
  return typeof message === "object" && message !== null && "type" in message;
}

/** A thread cannot start in a working directory that has been removed; relative paths lead nowhere from there anyway. */
function leaveRemovedDirectory(): void {
  try {
    // Its name is remembered from before.
    process.chdir(process.cwd());
  } catch (error) {
    if (errnoOf(error) === "ENOENT") process.chdir("/");
  }
}
