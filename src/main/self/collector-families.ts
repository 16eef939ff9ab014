import type { Emit } from "../../collectors/kit/define.ts";
import { counter, gauge } from "../../collectors/kit/family.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";

const cpuSeconds = counter(
  "node_exporter_collector_cpu_seconds_total",
  "Time that a worker thread spent in the collector's updates.",
  "collector",
);
const samples = gauge("node_exporter_collector_samples", "Samples of the collector in the last scrape.", "collector");
const bytes = gauge(
  "node_exporter_collector_bytes",
  "Bytes of the collector's sample lines in the last scrape.",
  "collector",
);
const timedOut = gauge(
  "node_exporter_collector_timed_out",
  "1 if the collector was not ready in time in the last scrape; absent otherwise.",
  "collector",
);
const skippedRecords = gauge(
  "node_exporter_collector_records_skipped",
  "Records that the collector could not read in the last scrape and left out; absent where it could read all.",
  "collector",
);

/** The cost of every collector since the start, and its last result. */
export class CollectorFamilies {
  private readonly names: readonly string[];
  /** Whole microseconds, by number: numbers with few digits are written several times as fast. */
  private readonly micros: Float64Array;
  private readonly samples: Float64Array;
  private readonly bytes: Float64Array;
  private readonly skipped: Float64Array;
  private unfinished: readonly number[] = [];

  /** `names`: the enabled collectors, by number. */
  constructor(names: readonly string[]) {
    this.names = names;
    this.micros = new Float64Array(names.length);
    this.samples = new Float64Array(names.length);
    this.bytes = new Float64Array(names.length);
    this.skipped = new Float64Array(names.length);
  }

  record({ sections, unfinished }: CollectionResult): void {
    this.unfinished = unfinished;
    this.skipped.fill(0);
    for (const section of sections) {
      const { collector } = section;
      this.micros[collector] = (this.micros[collector] ?? 0) + Math.round(section.seconds * 1e6);
      this.samples[collector] = section.samples;
      this.bytes[collector] = section.bytes;
      this.skipped[collector] = section.skipped;
    }
  }

  emit(emit: Emit): void {
    for (let i = 0; i < this.names.length; i++) {
      const name = this.names[i] ?? "";
      emit(cpuSeconds, (this.micros[i] ?? 0) / 1e6, name);
      emit(samples, this.samples[i] ?? 0, name);
      emit(bytes, this.bytes[i] ?? 0, name);
      const skipped = this.skipped[i] ?? 0;
      if (skipped > 0) emit(skippedRecords, skipped, name);
    }
    for (const number of this.unfinished) emit(timedOut, 1, this.names[number] ?? "");
  }
}
