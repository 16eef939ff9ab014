import type { Log } from "../log/log.ts";
import type { CollectionResult } from "./collection-result.ts";

/** Series that come and go have a line in this time, in milliseconds. */
const INTERVAL = 600_000;

/** Logs which collectors have more series than their budget: a line when that begins. */
export class SeriesLog {
  private readonly names: readonly string[];
  private readonly log: Log;
  private readonly now: () => number;
  private readonly isOver: boolean[] = [];
  private readonly loggedAt: number[] = [];

  constructor(names: readonly string[], log: Log, now: () => number = () => performance.now()) {
    this.names = names;
    this.log = log;
    this.now = now;
  }

  /** Takes in the result of one collection. */
  record({ sections }: CollectionResult): void {
    for (const { collector, seriesDropped, samples } of sections) {
      if (seriesDropped === 0) {
        if (this.isOver[collector] === true) this.isOver[collector] = false;
      } else if (this.isOver[collector] !== true) this.tell(collector, seriesDropped, samples);
    }
  }

  private tell(number: number, dropped: number, shown: number): void {
    this.isOver[number] = true;
    const now = this.now();
    if (now - (this.loggedAt[number] ?? -Infinity) < INTERVAL) return;
    this.loggedAt[number] = now;
    const collector = this.names[number] ?? "";
    this.log("warn", "series left out: more than --scrape.max-series", { collector, dropped, shown });
  }
}
