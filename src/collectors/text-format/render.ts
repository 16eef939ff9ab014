import type { RenderedFamily } from "../kit/define.ts";
import type { MetricType } from "../kit/family.ts";
import type { Distribution, TextFamily } from "./family.ts";
import { formatNumber } from "./number.ts";
import type { Labelled } from "./order.ts";
import { distributionSeries, labelPair, openMetricsBound, seriesText } from "./series-text.ts";

/** One series of a family that was read. */
export class Series implements Labelled {
  readonly family: TextFamily;
  readonly row: number;

  constructor(family: TextFamily, row: number) {
    this.family = family;
    this.row = row;
  }

  get labelNames(): readonly string[] {
    return this.family.labelNames;
  }

  labelValue(index: number): string {
    return this.family.labelValues[index]?.[this.row] ?? "";
  }
}

/** The series of a family in their order. */
export function seriesOf(family: TextFamily): Series[] {
  return Array.from({ length: family.series }, (_, row) => new Series(family, row));
}

/** The text of a family whose series may come from several sources; they are in order, and none comes twice. */
export function renderFamily(name: string, type: MetricType, help: string, series: readonly Series[]): RenderedFamily {
  if (type !== "histogram" && type !== "summary") {
    const lines = series.map(
      ({ family, row }) => `${seriesText(name, rowLabels(family, row))} ${formatNumber(family.values[row] ?? 0)}\n`,
    );
    // Joining makes a flat text; one that grew line by line would keep all its parts in memory.
    return { name, type, help, text: lines.join(""), samples: lines.length };
  }
  const linesOf = (boundText: (bound: number) => string) =>
    series.flatMap(({ family, row }) => distributionLines(type, family, row, boundText));
  const lines = linesOf(formatNumber);
  return {
    name,
    type,
    help,
    text: lines.join(""),
    samples: lines.length,
    openMetrics: linesOf(openMetricsBound).join(""),
  };
}

/** Calls `take` with each sample of a histogram or summary, its series as `seriesText` writes it. */
export function eachPart(
  type: "histogram" | "summary",
  name: string,
  labels: string,
  { points, sum, count }: Distribution,
  boundText: (bound: number) => string,
  take: (series: string, value: number) => void,
): void {
  const hasAll = type === "summary" || points.at(-1)?.bound === Infinity;
  const all = hasAll ? points : [...points, { bound: Infinity, value: count }];
  const texts = distributionSeries(
    type,
    name,
    labels,
    all.map(({ bound }) => boundText(bound)),
  );
  const values = [...all.map(({ value }) => value), sum, count];
  for (const [i, text] of texts.entries()) take(text, values[i] ?? 0);
}

function distributionLines(
  type: "histogram" | "summary",
  family: TextFamily,
  row: number,
  boundText: (bound: number) => string,
): string[] {
  const lines: string[] = [];
  const distribution = family.distributions[row];
  if (distribution !== undefined)
    eachPart(type, family.name, rowLabels(family, row), distribution, boundText, (series, value) =>
      lines.push(`${series} ${formatNumber(value)}\n`),
    );
  return lines;
}

function rowLabels({ labelNames, labelValues }: TextFamily, row: number): string {
  let text = "";
  for (let i = 0; i < labelNames.length; i++) {
    if (i > 0) text += ",";
    text += labelPair(labelNames[i] ?? "", labelValues[i]?.[row] ?? "");
  }
  return text;
}
