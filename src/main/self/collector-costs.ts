import type { Emit } from "../../collectors/kit/define.ts";
import { counter, gauge } from "../../collectors/kit/family.ts";
import type { CollectorRecords } from "./collector-records.ts";
import type { OwnSource } from "./own-source.ts";

const cpuSeconds = counter(
  "node_exporter_collector_cpu_seconds_total",
  "CPU time that a worker thread used in the collector's updates.",
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

/** The cost of every collector since the start, as the records have it. */
export class CollectorCosts implements OwnSource {
  readonly set = "full";
  private readonly records: CollectorRecords;

  constructor(records: CollectorRecords) {
    this.records = records;
  }

  emit(emit: Emit): void {
    for (const record of this.records.list) {
      const { name } = record;
      if (record.measured > 0) emit(cpuSeconds, Math.round(record.cpuMicros) / 1e6, name);
      emit(samples, record.samples, name);
      emit(bytes, record.bytes, name);
      emit(timeouts, record.timeouts, name);
    }
  }
}
