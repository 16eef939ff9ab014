import type { Emit } from "../../collectors/kit/define.ts";
import { counter, gauge } from "../../collectors/kit/family.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";
import type { OwnSource } from "./own-source.ts";

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
const timeouts = counter(
  "node_exporter_collector_timeouts_total",
  "Collections in which the collector was not ready in time.",
  "collector",
);

/** The cost of every collector since the start. */
export class CollectorCosts implements OwnSource {
  readonly set = "full";
  private readonly names: readonly string[];
  /** Whole microseconds, by number: numbers with few digits are written several times as fast. */
  private readonly micros: Float64Array;
  private readonly samples: Float64Array;
  private readonly bytes: Float64Array;
  private readonly timeouts: Float64Array;
  private collectors: readonly number[];

  /** `names`: the collectors by number. */
  constructor(names: readonly string[]) {
    this.names = names;
    this.micros = new Float64Array(names.length);
    this.samples = new Float64Array(names.length);
    this.bytes = new Float64Array(names.length);
    this.timeouts = new Float64Array(names.length);
    this.collectors = names.map((_, number) => number);
  }

  /** The collectors that run from now on. */
  use(collectors: readonly number[]): void {
    this.collectors = collectors;
  }

  record({ sections, unfinished }: CollectionResult): void {
    for (const number of unfinished) this.timeouts[number] = (this.timeouts[number] ?? 0) + 1;
    for (const section of sections) {
      const { collector } = section;
      this.micros[collector] = (this.micros[collector] ?? 0) + Math.round(section.seconds * 1e6);
      this.samples[collector] = section.samples;
      this.bytes[collector] = section.bytes;
    }
  }

  emit(emit: Emit): void {
    for (const i of this.collectors) {
      const name = this.names[i] ?? "";
      emit(cpuSeconds, (this.micros[i] ?? 0) / 1e6, name);
      emit(samples, this.samples[i] ?? 0, name);
      emit(bytes, this.bytes[i] ?? 0, name);
      emit(timeouts, this.timeouts[i] ?? 0, name);
    }
  }
}
