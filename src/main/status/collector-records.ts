import type { Section } from "../../workers/protocol/section.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";

/** `partial`: well except for records that were left out. `waiting`: it has not run yet. */
export type CollectorState = Section["status"] | "partial" | "timeout" | "waiting";

/** How one collector fares. Times are in seconds. */
export interface CollectorRecord {
  readonly name: string;
  state: CollectorState;
  /** When the state began, in milliseconds since the epoch. */
  since: number;
  /** Why the state is not `ok`; empty for a timeout. */
  message: string;
  last: number;
  total: number;
  updates: number;
  samples: number;
  bytes: number;
  skipped: number;
  dropped: number;
}

/** The last result of every collector, and what all its updates took: numbers in place, since every scrape comes by. */
export class CollectorRecords {
  /** Of the collectors that run. */
  list: readonly CollectorRecord[];
  private readonly all: readonly CollectorRecord[];

  /** `names`: the collectors by number, all of which run until `use`. */
  constructor(names: readonly string[]) {
    const since = Date.now();
    this.all = names.map((name) => ({
      name,
      state: "waiting",
      since,
      message: "",
      last: 0,
      total: 0,
      updates: 0,
      samples: 0,
      bytes: 0,
      skipped: 0,
      dropped: 0,
    }));
    this.list = this.all;
  }

  /** The numbers of those that run from now on. */
  use(collectors: readonly number[]): void {
    this.list = collectors.map((number) => this.all[number]).filter((record) => record !== undefined);
  }

  /** Takes in the result of one collection. */
  record({ sections, unfinished, collected }: CollectionResult): void {
    for (const section of sections) {
      const record = this.all[section.collector];
      if (record === undefined) continue;
      const isPartial = section.status === "ok" && section.skipped > 0;
      enter(record, isPartial ? "partial" : section.status, section.message);
      record.last = section.seconds;
      record.total += section.seconds;
      record.updates++;
      record.samples = section.samples;
      record.bytes = section.bytes;
      record.skipped = section.skipped;
      record.dropped = section.seriesDropped;
    }
    for (const collector of unfinished) {
      const record = this.all[collector];
      if (record === undefined) continue;
      enter(record, "timeout", "");
      record.last = collected;
      record.samples = record.bytes = record.skipped = record.dropped = 0;
    }
  }
}

function enter(record: CollectorRecord, state: CollectorState, message: string): void {
  if (record.state !== state) record.since = Date.now();
  record.state = state;
  record.message = message;
}
