import type { Counter, Gauge, Histogram, MetricObjectWithValues, MetricValue } from "prom-client";
import type { RenderedFamily } from "../../collectors/define.ts";
import { escapeLabelValue } from "../../collectors/exposition/escape.ts";
import { formatNumber } from "../../collectors/exposition/number.ts";
import { compareBytewise } from "../../collectors/exposition/order.ts";
import type { MetricType } from "../../collectors/family.ts";

export type OwnMetric = Counter | Gauge | Histogram;

/** Writes a metric of prom-client as the exposition has it; undefined while it has no samples. */
export function renderOwnMetric(metric: MetricObjectWithValues<MetricValue<string>>): RenderedFamily | undefined {
  const lines = metric.values.map((value) => toLine(metric, value));
  if (metric.type.toString() !== "histogram") lines.sort((a, b) => compareBytewise(a.text, b.text));
  if (lines.length === 0) return undefined;
  const family: RenderedFamily = {
    name: metric.name,
    type: metric.type.toString() as MetricType,
    help: metric.help,
    text: lines.map(({ text }) => text).join(""),
    samples: lines.length,
  };
  const differs = lines.some(({ text, openMetrics }) => text !== openMetrics);
  return differs ? { ...family, openMetrics: lines.map(({ openMetrics }) => openMetrics).join("") } : family;
}

function toLine(
  metric: { name: string },
  sample: MetricValue<string> & { metricName?: string },
): { text: string; openMetrics: string } {
  const name = sample.metricName ?? metric.name;
  const value = formatNumber(sample.value);
  const labels = Object.entries(sample.labels).toSorted(([a], [b]) => rank(a) - rank(b) || compareBytewise(a, b));
  const write = (bound: (text: string) => string) => {
    const inner = labels.map(
      ([label, text]) => `${label}="${label === "le" ? bound(String(text)) : escapeLabelValue(String(text))}"`,
    );
    return `${name}${inner.length === 0 ? "" : `{${inner.join(",")}}`} ${value}\n`;
  };
  return { text: write((bound) => bound), openMetrics: write(openMetricsBound) };
}

/** `le` comes last. */
function rank(label: string): number {
  return label === "le" ? 1 : 0;
}

/** OpenMetrics writes bounds as floats. */
function openMetricsBound(bound: string): string {
  return /^\d+$/.test(bound) ? `${bound}.0` : bound;
}
