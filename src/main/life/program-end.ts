import type { Log } from "../log/log.ts";
import { stackOf } from "../log/stack.ts";
import { leave } from "./leave.ts";

/** Something that ends in order: what it does already is completed within `milliseconds`. Never rejects. */
export interface Closable {
  close(milliseconds: number): Promise<void>;
}

/** Scrapes in flight get this long to end, in milliseconds. */
const GRACE = 5000;

/** What stands in the way of an orderly end after that gets this long, in milliseconds. */
const LAST_GRACE = 500;

const SUCCESS = 0;
const FAILURE = 1;

/**
 * How the program ends: in order on the first signal, with status 0, and on an error that nobody handles, with status 1,
 * since then nothing can be said about its state. What is ready is still answered. A second signal ends it at once.
 */
export class ProgramEnd {
  private readonly log: Log;
  private readonly parts: Closable[] = [];
  private isEnding = false;

  /** From here on signals and errors are handled. */
  constructor(log: Log) {
    this.log = log;
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => this.signalled(signal));
    // Rejections that nobody handles arrive here too.
    process.on("uncaughtException", (error) => this.failed(error));
  }

  /** From now on the end includes this part; the last one that was added ends first. */
  add(part: Closable): void {
    this.parts.unshift(part);
  }

  private signalled(signal: NodeJS.Signals): void {
    if (this.isEnding) leave(FAILURE);
    this.log("info", "stopping", { signal });
    this.end(SUCCESS);
  }

  /** Errors that follow the first one may come without end. */
  private failed(error: unknown): void {
    if (this.isEnding) return;
    this.log("error", "stopping because of an unexpected error", { err: stackOf(error) });
    this.end(FAILURE);
  }

  private end(status: number): void {
    this.isEnding = true;
    // The start is not complete: nothing is served, and process.exit would wait for its threads.
    if (this.parts.length === 0) leave(status);
    leaveIn(GRACE + LAST_GRACE, status);
    void this.close(status).finally(() => process.exit(status));
  }

  private async close(status: number): Promise<void> {
    for (const [index, part] of this.parts.entries()) {
      // A thread inside a system call that never returns would keep process.exit waiting for ever.
      if (index === this.parts.length - 1) leaveIn(LAST_GRACE, status);
      await part.close(GRACE);
    }
  }
}

function leaveIn(milliseconds: number, status: number): void {
  setTimeout(() => leave(status), milliseconds);
}
