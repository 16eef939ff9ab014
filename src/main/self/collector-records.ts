import type { Emit } from "../../collectors/kit/define.ts";
import { gauge } from "../../collectors/kit/family.ts";
import { sixDecimals } from "../../collectors/text-format/number.ts";
import type { Section } from "../../workers/protocol/section.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";
import type { OwnSource } from "./own-source.ts";

const timeUsed = gauge(
  "node_exporter_collection_time_used_ratio",
  "Time that the last collection took, as a fraction of the time until the deadline of its first scrape.",
);
const timedOut = gauge(
  "node_exporter_collector_timed_out",
  "1 if the collector was not ready in time in the last scrape; absent otherwise.",
  "collector",
);
const failed = gauge(
  "node_exporter_collector_failed",
  "1 if the collector failed in the last scrape, which a lack of anything to read is not; absent otherwise.",
  "collector",
);
const skippedRecords = gauge(
  "node_exporter_collector_records_skipped",
  "Records that the collector could not read in the last scrape and left out; absent where it could read all.",
  "collector",
);
const droppedSeries = gauge(
  "node_exporter_collector_series_dropped",
  "Series of the collector over --scrape.max-series, left out of the last scrape; absent where there were none.",
  "collector",
);

/** `partial`: well except for records that were left out. `waiting`: it has not run yet. */
export type CollectorState = Section["status"] | "partial" | "timeout" | "waiting";

/** How one collector fares. */
export interface CollectorRecord {
  readonly name: string;
  state: CollectorState;
  /** When the state began, in milliseconds since the epoch. */
  since: number;
  /** Why the state is not `ok`; empty for a timeout. */
  message: string;
  /** What its last update took, in seconds. */
  last: number;
  /** All updates, in whole microseconds: numbers with few digits are written several times as fast. */
  micros: number;
  updates: number;
  /** CPU time of the updates in which it was measured, in microseconds, and how many these are. */
  cpuMicros: number;
  measured: number;
  timeouts: number;
  samples: number;
  bytes: number;
  skipped: number;
  dropped: number;
}

/**
 * The last result of every collector, and what all its updates took: numbers in place, since every scrape comes by. Shows
 * what the last collection lacked, and how near it was to its deadline.
 */
export class CollectorRecords implements OwnSource {
  readonly set = "default";
  /** Of the collectors that run. */
  list: readonly CollectorRecord[];
  /** When values were last collected, in milliseconds since the epoch; 0: never. */
  collectedAt = 0;
  /** Part of its time that the last collection took, from 0 to 1. */
  timeUsed = 0;
  private readonly all: readonly CollectorRecord[];
  /** Those that have failed, came too late or left something out in the last collection. */
  private readonly lacking: CollectorRecord[] = [];

  /** `names`: the collectors by number, all of which run until `use`. */
  constructor(names: readonly string[]) {
    const since = Date.now();
    this.all = names.map((name) => ({
      name,
      state: "waiting",
      since,
      message: "",
      last: 0,
      micros: 0,
      updates: 0,
      cpuMicros: 0,
      measured: 0,
      timeouts: 0,
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

  /** Takes in a result of a collection; what it took is counted with the first one. */
  record({ first, sections, unfinished, collected, timeUsed: used }: CollectionResult): void {
    const now = Date.now();
    this.collectedAt = now;
    if (first) this.timeUsed = used;
    this.lacking.length = 0;
    for (const section of sections) {
      const { status, message, seconds, skipped, seriesDropped } = section;
      const record = this.all[section.collector];
      if (record === undefined) continue;
      enter(record, status === "ok" && skipped > 0 ? "partial" : status, message, now);
      record.last = seconds;
      if (first) count(record, section);
      record.samples = section.samples;
      record.bytes = section.bytes;
      record.skipped = skipped;
      record.dropped = seriesDropped;
      if (status === "failed" || skipped > 0 || seriesDropped > 0) this.lacking.push(record);
    }
    for (const collector of unfinished) {
      const record = this.all[collector];
      if (record === undefined) continue;
      enter(record, "timeout", "", now);
      record.last = collected;
      if (first) record.timeouts++;
      record.samples = record.bytes = record.skipped = record.dropped = 0;
      this.lacking.push(record);
    }
  }

  emit(emit: Emit): void {
    emit(timeUsed, sixDecimals(this.timeUsed));
    for (const { name, state, skipped, dropped } of this.lacking) {
      if (skipped > 0) emit(skippedRecords, skipped, name);
      if (dropped > 0) emit(droppedSeries, dropped, name);
      if (state === "failed") emit(failed, 1, name);
      if (state === "timeout") emit(timedOut, 1, name);
    }
  }
}

function count(record: CollectorRecord, { seconds, cpuSeconds }: Section): void {
  record.micros += Math.round(seconds * 1e6);
  record.updates++;
  if (Number.isNaN(cpuSeconds)) return;
  record.cpuMicros += cpuSeconds * 1e6;
  record.measured++;
}

function enter(record: CollectorRecord, state: CollectorState, message: string, now: number): void {
  if (record.state !== state) record.since = now;
  record.state = state;
  record.message = message;
}
