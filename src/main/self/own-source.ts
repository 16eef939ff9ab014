import type { Emit } from "../../collectors/kit/define.ts";

/** What `--web.exporter-metrics` chooses: what to watch a healthy exporter by, or all. */
export type MetricSet = "default" | "full";

/** Metrics about the exporter that are read together. One that is not in the chosen set is neither kept nor read. */
export interface OwnSource {
  /** The smallest set that has them. */
  readonly set: MetricSet;
  /**
   * Reads the numbers and emits them, once per scrape. Numbers that are read need no metric object to hold them. Where
   * `isDue` is false, what is expensive to read is shown as it was read before.
   */
  emit(emit: Emit, isDue: boolean): void;
}
