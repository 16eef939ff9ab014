import { counter } from "../../collectors/family.ts";
import type { Emit } from "../../collectors/define.ts";
import type { Section } from "../scrape/section.ts";

const cpuSeconds = counter(
  "node_exporter_collector_cpu_seconds_total",
  "Time that a worker's thread spent in a collector's update.",
  "collector",
);
const samplesTotal = counter("node_exporter_collector_samples_total", "Samples that a collector gave.", "collector");
const bytesTotal = counter(
  "node_exporter_collector_bytes_total",
  "Bytes of sample lines that a collector gave.",
  "collector",
);

/** What each collector cost and gave since the start. */
export class CollectorTotals {
  private readonly names: readonly string[];
  /** Whole microseconds: numbers with few digits are written several times as fast. */
  private readonly micros: Float64Array;
  private readonly samples: Float64Array;
  private readonly bytes: Float64Array;

  /** `names`: the enabled collectors, by number. */
  constructor(names: readonly string[]) {
    this.names = names;
    this.micros = new Float64Array(names.length);
    this.samples = new Float64Array(names.length);
    this.bytes = new Float64Array(names.length);
  }

  add({ collector, seconds, samples, bytes }: Section): void {
    this.micros[collector] = (this.micros[collector] ?? 0) + Math.round(seconds * 1e6);
    this.samples[collector] = (this.samples[collector] ?? 0) + samples;
    this.bytes[collector] = (this.bytes[collector] ?? 0) + bytes;
  }

  emitTo(emit: Emit): void {
    const { names } = this;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] ?? "";
      emit(cpuSeconds, (this.micros[i] ?? 0) / 1e6, name);
      emit(samplesTotal, this.samples[i] ?? 0, name);
      emit(bytesTotal, this.bytes[i] ?? 0, name);
    }
  }
}
