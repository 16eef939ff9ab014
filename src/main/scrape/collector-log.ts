import type { LogLevel } from "../../collectors/kit/define.ts";
import type { Log } from "../log/log.ts";
import type { CollectionResult } from "./collection-result.ts";

/** `partial`: all is well but for records that were left out. */
type State = "ok" | "partial" | "nodata" | "failed" | "timeout";

interface Known {
  state: State;
  message: string;
  /** Scrapes without its data since it was last told that the collector is well. */
  failedScrapes: number;
  /** Changes that no line has told of. */
  untold: number;
  /** Lines that may be written at once, and when that was counted, on the clock of `performance.now()`. */
  lines: number;
  countedAt: number;
  loggedAt: number;
}

/** A collector that changes all the time has a line in this time, in milliseconds. */
const INTERVAL = 60_000;

/** A fault that comes and goes is told at once. */
const LINES_AT_ONCE = 3;

const LEVELS: Readonly<Record<State, LogLevel>> = {
  ok: "info",
  partial: "warn",
  nodata: "debug",
  failed: "error",
  timeout: "error",
};

const MESSAGES: Readonly<Record<State, string>> = {
  ok: "collector recovered",
  partial: "records left out",
  nodata: "collector returned no data",
  failed: "collector failed",
  timeout: "collector did not end in time",
};

/** Logs how collectors fare: a line when that changes, not one a scrape, and at most one a minute where it keeps changing. */
export class CollectorLog {
  private readonly names: readonly string[];
  private readonly known: Known[];
  private readonly log: Log;
  private readonly now: () => number;

  constructor(names: readonly string[], log: Log, now: () => number = () => performance.now()) {
    this.names = names;
    this.log = log;
    this.now = now;
    this.known = names.map(() => ({
      state: "ok",
      message: "",
      failedScrapes: 0,
      untold: 0,
      lines: LINES_AT_ONCE,
      countedAt: now(),
      loggedAt: -Infinity,
    }));
  }

  /** Takes in the result of one collection. */
  record({ sections, unfinished }: CollectionResult): void {
    for (const { collector, status, message, seconds, skipped } of sections) {
      const state = status === "ok" && skipped > 0 ? "partial" : status;
      this.update(collector, state, message, seconds, skipped);
    }
    for (const collector of unfinished) this.update(collector, "timeout", "", undefined, 0);
  }

  private update(collector: number, state: State, message: string, seconds: number | undefined, skipped: number): void {
    const known = this.known[collector];
    if (known === undefined) return;
    const isFault = state === "failed" || state === "timeout";
    if (isFault) known.failedScrapes++;
    // The usual case: nothing changed, and everything is told.
    if (known.state === state && known.message === message && known.untold === 0) return;
    const isOtherState = known.state !== state;
    if (isOtherState || known.message !== message) known.untold++;
    known.state = state;
    known.message = message;
    if (state === "ok" && known.failedScrapes === 0) known.untold = 0;
    else if (this.mayTell(known, isOtherState)) this.tell(collector, known, seconds, skipped);
  }

  /** Another text of the same fault, and what was held back, has to wait for its minute. */
  private mayTell(known: Known, isOtherState: boolean): boolean {
    const now = this.now();
    known.lines = Math.min(LINES_AT_ONCE, known.lines + (now - known.countedAt) / INTERVAL);
    known.countedAt = now;
    return known.lines >= 1 && (isOtherState || now - known.loggedAt >= INTERVAL);
  }

  private tell(collector: number, known: Known, seconds: number | undefined, skipped: number): void {
    const { state, message, untold, failedScrapes } = known;
    const attributes: Record<string, string | number> = { collector: this.names[collector] ?? "" };
    if (seconds !== undefined) attributes["duration_seconds"] = seconds;
    if (state === "partial") attributes["count"] = skipped;
    if (message !== "") attributes["err"] = message;
    if (state === "ok") attributes["failed_scrapes"] = failedScrapes;
    if (untold > 1) attributes["changes"] = untold;
    this.log(LEVELS[state], MESSAGES[state], attributes);
    if (state === "ok") known.failedScrapes = 0;
    known.untold = 0;
    known.lines--;
    known.loggedAt = this.now();
  }
}
