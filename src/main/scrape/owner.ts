import { Backoff } from "./backoff.ts";
import type { Lane } from "./lane.ts";

/** The first and the longest time, in milliseconds, for which a collector that ends its worker is left alone. */
const CRASHED_FOR = { first: 5000, longest: 300_000 };

/** The same for a worker that cannot be started, and that everybody waits for. */
export const UNSTARTED_FOR = { first: 1000, longest: 30_000 };

/**
 * Every collection waits for a shared lane. An isolated one holds only collectors that got stuck or ended their worker:
 * a collection waits for it no longer than its clients are patient. What is left out does not run for now.
 */
export type Role = "shared" | "isolated" | "left out";

/** A lane with the collectors that it has to run. */
export class Owner {
  readonly lane: Lane;
  readonly collectors: Set<number>;
  /** After a run that failed. */
  readonly backoff: Backoff;
  role: Role;
  /** Runs in a row that were fast. */
  quick = 0;
  /** Why its last run failed. */
  failure = "";

  constructor(lane: Lane, collectors: Iterable<number>, role: Role) {
    this.lane = lane;
    this.collectors = new Set(collectors);
    this.role = role;
    this.backoff = new Backoff(role === "shared" ? UNSTARTED_FOR : CRASHED_FOR);
  }

  /** Those of some collectors that it owns, in their order. */
  share(collectors: readonly number[]): number[] {
    return collectors.filter((collector) => this.collectors.has(collector));
  }
}
