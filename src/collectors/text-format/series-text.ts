import { escapeLabelValue } from "./escape.ts";
import { formatNumber } from "./number.ts";

/** One label as it stands in a sample; the name must be a valid one. */
export function labelPair(name: string, value: string): string {
  return `${name}="${escapeLabelValue(value)}"`;
}

/** Labels as they stand between the braces of a sample, in the order given; empty without labels. */
export function labelText(names: readonly string[], values: readonly string[]): string {
  return names.map((name, i) => labelPair(name, values[i] ?? "")).join(",");
}

/** What stands before the value of a sample, without the blank: `name{labels}`, or the bare name without labels. */
export function seriesText(name: string, labels: string): string {
  return labels === "" ? name : `${name}{${labels}}`;
}

/**
 * The samples of one histogram or summary in their order, each as `seriesText`: one for each bound (bucket or
 * quantile), then sum and count. `bounds` as `formatNumber` or `openMetricsBound` writes them.
 */
export function distributionSeries(
  type: "histogram" | "summary",
  name: string,
  labels: string,
  bounds: readonly string[],
): string[] {
  const start = `${type === "histogram" ? `${name}_bucket` : name}{${labels}${labels === "" ? "" : ","}`;
  const boundName = boundLabel(type);
  const series = bounds.map((bound) => `${start}${boundName}="${bound}"}`);
  series.push(seriesText(`${name}_sum`, labels), seriesText(`${name}_count`, labels));
  return series;
}

/** The label that holds the bound of a bucket or the quantile of a value. */
export function boundLabel(type: "histogram" | "summary"): string {
  return type === "histogram" ? "le" : "quantile";
}

/** A bound as OpenMetrics writes it: always recognisable as a float. */
export function openMetricsBound(bound: number): string {
  const text = formatNumber(bound);
  return /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}
