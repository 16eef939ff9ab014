import type { MaxSeries } from "../../workers/protocol/options.ts";
import { UsageError } from "./usage-error.ts";

/** Of the flag that may be repeated, the last one counts; undefined where there is none. Throws UsageError. */
export function readMaxSeries(texts: readonly string[]): MaxSeries | undefined {
  if (texts.length === 0) return undefined;
  let total = Infinity;
  const byCollector = new Map<string, number>();
  for (const text of texts) {
    const [, collector, digits = ""] = /^(?:([a-z0-9_]+)=)?(\d{1,9})$/.exec(text) ?? [];
    const series = Number(digits);
    if (series === 0) throw new UsageError(`--scrape.max-series: "${text}" is not a number from 1 on, or COLLECTOR=N`);
    if (collector === undefined) total = series;
    else byCollector.set(collector, series);
  }
  return { total, byCollector: Object.fromEntries(byCollector) };
}
