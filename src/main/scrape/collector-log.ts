import type { LogLevel } from "../../collectors/define.ts";
import type { CollectionResult } from "./scheduler.ts";

type State = "ok" | "nodata" | "failed" | "timeout";

interface Known {
  state: State;
  message: string;
  /** Scrapes in this state. */
  scrapes: number;
  /** When the last line was written, on the clock of `performance.now()`. */
  loggedAt: number;
}

type Log = (level: LogLevel, message: string, attributes: Record<string, string | number>) => void;

/** A collector whose fault changes its text all the time is logged at most this often, in milliseconds. */
const MIN_INTERVAL = 60_000;

const LEVELS: Readonly<Record<State, LogLevel>> = { ok: "info", nodata: "debug", failed: "error", timeout: "error" };

const MESSAGES: Readonly<Record<State, string>> = {
  ok: "collector recovered",
  nodata: "collector returned no data",
  failed: "collector failed",
  timeout: "collector did not end in time",
};

/** Logs how collectors fare: a line when that changes, not one a scrape. */
export class CollectorLog {
  private readonly names: readonly string[];
  private readonly known: Known[];
  private readonly log: Log;

  constructor(names: readonly string[], log: Log) {
    this.names = names;
    this.log = log;
    this.known = names.map(() => ({ state: "ok", message: "", scrapes: 0, loggedAt: -Infinity }));
  }

  /** Takes in the result of one collection. */
  record({ sections, unfinished }: CollectionResult): void {
    for (const { collector, status, message, seconds } of sections) {
      const known = this.known[collector];
      // The usual case first: nothing changed.
      if (known !== undefined && known.state === status && known.message === message) known.scrapes++;
      else this.changed(collector, status, message, { duration_seconds: seconds });
    }
    for (const collector of unfinished) this.update(collector, "timeout", "");
  }

  private update(collector: number, state: State, message: string): void {
    const known = this.known[collector];
    if (known !== undefined && known.state === state && known.message === message) known.scrapes++;
    else this.changed(collector, state, message, {});
  }

  private changed(collector: number, state: State, message: string, details: Record<string, number>): void {
    const last = this.known[collector];
    if (last === undefined) return;
    const now = performance.now();
    const quiet = last.state === state && now - last.loggedAt < MIN_INTERVAL;
    const attributes: Record<string, string | number> = { collector: this.names[collector] ?? "", ...details };
    if (message !== "") attributes["err"] = message;
    if (state === "ok") attributes["failed_scrapes"] = last.scrapes;
    const worthwhile = state !== "ok" || last.state === "failed" || last.state === "timeout";
    if (!quiet && worthwhile) this.log(LEVELS[state], MESSAGES[state], attributes);
    this.known[collector] = { state, message, scrapes: 1, loggedAt: quiet ? last.loggedAt : now };
  }
}
