import type { MetricType } from "../kit/family.ts";

/** Names that samples of a family have beside the family's own: those of histograms and summaries (text format 0.0.4). */
export function namesBeside(name: string, type: MetricType | undefined): readonly string[] {
  if (type === "histogram") return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
  return type === "summary" ? [`${name}_sum`, `${name}_count`] : [];
}
