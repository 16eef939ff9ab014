import type { Log } from "../log/log.ts";

/** A set of problems is named in full up to this many. */
const MAX_NAMED = 10;

/** The same problems are not logged again; others at most once in this time, in milliseconds. */
const MIN_INTERVAL = 10_000;

/** Logs what was left out of the exposition, when that changes. */
export class ProblemLog {
  private readonly log: Log;
  private last = "";
  private loggedAt = -Infinity;

  constructor(log: Log) {
    this.log = log;
  }

  record(problems: readonly string[]): void {
    const text = problems.slice(0, MAX_NAMED).join("; ");
    const now = performance.now();
    if (text === this.last || now - this.loggedAt < MIN_INTERVAL) return;
    this.last = text;
    this.loggedAt = now;
    this.log("error", "left out of the exposition", { err: text, problems: problems.length });
  }
}
