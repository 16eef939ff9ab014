import type { MetricObjectWithValues, MetricValue } from "prom-client";
import type { RenderedFamily } from "../../collectors/define.ts";
import { escapeLabelValue } from "../../collectors/exposition/escape.ts";
import { formatNumber } from "../../collectors/exposition/number.ts";
import { compareBytewise } from "../../collectors/exposition/order.ts";
import type { MetricType } from "../../collectors/family.ts";

type OwnMetric = MetricObjectWithValues<MetricValue<string> & { readonly metricName?: string }>;

interface Known {
  readonly labels: readonly (readonly [MetricValue<string>["labels"], string | undefined])[];
  readonly prefixes: readonly string[];
  readonly openMetrics: readonly string[];
}

/** Writes metrics of prom-client as the exposition has them, keeping names and labels between scrapes. */
export class OwnRenderer {
  private readonly known = new Map<string, Known>();

  /** Undefined while the metric has no samples. */
  render(metric: OwnMetric): RenderedFamily | undefined {
    const { name, help, values } = metric;
    if (values.length === 0) return undefined;
    const type = metric.type.toString() as MetricType;
    const known = this.lookUp(metric);
    let text = "";
    for (let i = 0; i < values.length; i++) text += `${known.prefixes[i]} ${formatNumber(values[i]?.value ?? 0)}\n`;
    const family: RenderedFamily = { name, type, help, text, samples: values.length };
    if (type !== "histogram") return family;
    const openMetrics = values.map(({ value }, i) => `${known.openMetrics[i]} ${formatNumber(value)}\n`).join("");
    return { ...family, openMetrics };
  }

  private lookUp(metric: OwnMetric): Known {
    const { name, values } = metric;
    const known = this.known.get(name);
    if (known !== undefined && isSame(metric, known)) return known;
    const fresh = {
      labels: values.map(({ labels, metricName }) => [labels, metricName] as const),
      prefixes: values.map((value) => prefix(name, value, String)),
      openMetrics: values.map((value) => prefix(name, value, openMetricsBound)),
    };
    this.known.set(name, fresh);
    return fresh;
  }
}

/** A histogram only ever gains label sets, and its labels are fresh objects each time: its length says enough. */
function isSame({ type, values }: OwnMetric, known: Known): boolean {
  if (values.length !== known.labels.length) return false;
  if (type.toString() === "histogram") return true;
  for (let i = 0; i < values.length; i++) {
    const labels = values[i]?.labels;
    const before = known.labels[i]?.[0];
    if (labels !== before && !hasSameLabels(labels ?? {}, before ?? {})) return false;
  }
  return true;
}

function hasSameLabels(labels: MetricValue<string>["labels"], before: MetricValue<string>["labels"]): boolean {
  for (const label in labels) if (labels[label] !== before[label]) return false;
  return true;
}

function prefix(
  name: string,
  { labels, metricName }: OwnMetric["values"][number],
  bound: (text: string) => string,
): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => rank(a) - rank(b) || compareBytewise(a, b));
  const inner = sorted.map(
    ([label, text]) => `${label}="${label === "le" ? bound(boundText(text)) : escapeLabelValue(String(text))}"`,
  );
  return `${metricName ?? name}${inner.length === 0 ? "" : `{${inner.join(",")}}`}`;
}

function boundText(bound: string | number | undefined): string {
  return typeof bound === "number" ? formatNumber(bound) : (bound ?? "");
}

/** `le` comes last. */
function rank(label: string): number {
  return label === "le" ? 1 : 0;
}

/** OpenMetrics writes bounds as floats. */
function openMetricsBound(bound: string): string {
  return /^\d+$/.test(bound) ? `${bound}.0` : bound;
}
