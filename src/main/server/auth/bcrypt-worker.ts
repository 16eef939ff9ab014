import { Worker } from "node:worker_threads";
import { BCRYPT_THREAD } from "../../../programs.ts";
import type { Log } from "../../log/log.ts";
import { stackOf } from "../../log/stack.ts";
import type { BcryptAnswer, BcryptQuestion } from "./bcrypt-messages.ts";

/** In MiB. */
const LARGEST_HEAP = 32;

/** Undefined: the thread failed, and nothing is known about the password. */
export type BcryptDone = (matches: boolean | undefined) => void;

/** Compares passwords in a thread of its own, which starts with the first password and again after a failure. */
export class BcryptWorker {
  private readonly log: Log;
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, BcryptDone>();
  private lastId = 0;
  /** The kernel has refused the last thread, which is logged. */
  private isRefused = false;

  constructor(log: Log) {
    this.log = log;
  }

  compare(question: Omit<BcryptQuestion, "id">, done: BcryptDone): void {
    const id = ++this.lastId;
    this.waiting.set(id, done);
    this.worker ??= this.tryStart();
    if (this.worker !== undefined) this.worker.postMessage({ id, ...question } satisfies BcryptQuestion, []);
    // In a later turn, since whoever asked may not be ready for the answer.
    else setImmediate(() => this.settle(id, undefined));
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  /** Undefined where the kernel refuses a thread; the next password tries again. */
  private tryStart(): Worker | undefined {
    try {
      const worker = this.start();
      this.isRefused = false;
      return worker;
    } catch (error) {
      if (!this.isRefused) this.failed(error);
      this.isRefused = true;
      return undefined;
    }
  }

  private start(): Worker {
    const worker = new Worker(BCRYPT_THREAD.program, {
      eval: BCRYPT_THREAD.eval,
      name: "bcrypt",
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP },
    });
    worker.unref();
    worker.on("message", ({ id, matches }: BcryptAnswer) => this.settle(id, matches));
    // The thread ends after it.
    worker.on("error", (error) => this.failed(error));
    worker.on("exit", () => {
      this.worker = undefined;
      // Those that come meanwhile are another thread's.
      const lost = [...this.waiting.keys()];
      for (const id of lost) this.settle(id, undefined);
    });
    return worker;
  }

  private failed(error: unknown): void {
    this.log("error", "passwords cannot be compared", { err: stackOf(error) });
  }

  private settle(id: number, matches: boolean | undefined): void {
    const done = this.waiting.get(id);
    this.waiting.delete(id);
    done?.(matches);
  }
}
