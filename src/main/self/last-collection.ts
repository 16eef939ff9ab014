import type { Emit } from "../../collectors/kit/define.ts";
import { gauge } from "../../collectors/kit/family.ts";
import { sixDecimals } from "../../collectors/text-format/number.ts";
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

/** What the last collection lacked, and how near it was to its deadline. */
export class LastCollection implements OwnSource {
  readonly set = "default";
  private readonly names: readonly string[];
  private timeUsed = 0;
  private unfinished: readonly number[] = [];
  private readonly failing: number[] = [];
  /** Collectors that left something out, and how much each of them. */
  private readonly skipping: number[] = [];
  private readonly skipped: number[] = [];
  /** The same for series. */
  private readonly dropping: number[] = [];
  private readonly dropped: number[] = [];

  /** `names`: the collectors by number. */
  constructor(names: readonly string[]) {
    this.names = names;
  }

  record({ sections, unfinished, timeUsed }: CollectionResult): void {
    this.timeUsed = timeUsed;
    this.unfinished = unfinished;
    this.failing.length = this.skipping.length = this.skipped.length = 0;
    this.dropping.length = this.dropped.length = 0;
    for (const { collector, status, skipped, seriesDropped } of sections) {
      if (status === "failed") this.failing.push(collector);
      if (skipped > 0) {
        this.skipping.push(collector);
        this.skipped.push(skipped);
      }
      if (seriesDropped > 0) {
        this.dropping.push(collector);
        this.dropped.push(seriesDropped);
      }
    }
  }

  emit(emit: Emit): void {
    emit(timeUsed, sixDecimals(this.timeUsed));
    for (const [i, number] of this.skipping.entries())
      emit(skippedRecords, this.skipped[i] ?? 0, this.names[number] ?? "");
    for (const [i, number] of this.dropping.entries())
      emit(droppedSeries, this.dropped[i] ?? 0, this.names[number] ?? "");
    for (const number of this.failing) emit(failed, 1, this.names[number] ?? "");
    for (const number of this.unfinished) emit(timedOut, 1, this.names[number] ?? "");
  }
}
