import type { RenderedFamily } from "../kit/define.ts";
import { escapeLabelValue } from "../text-format/escape.ts";
import { formatNumber } from "../text-format/number.ts";
import type { Distribution, TextFamily } from "../text-format/text-family.ts";

/** One series of a family that may come from several files. */
export interface Series {
  readonly family: TextFamily;
  readonly row: number;
}

/** The text of a family; `series` are in order, and none comes twice. */
export function renderFamily(
  { name, type }: Pick<TextFamily, "name" | "type">,
  help: string,
  series: readonly Series[],
): RenderedFamily {
  if (type === "histogram" || type === "summary") return renderDistributions(name, type, help, series);
  const lines = series.map(
    ({ family, row }) => `${sampleName(name, labelText(family, row))}${valueText(family.values[row] ?? 0)}\n`,
  );
  return { name, type, help, text: lines.join(""), samples: lines.length };
}

function renderDistributions(
  name: string,
  type: "histogram" | "summary",
  help: string,
  series: readonly Series[],
): RenderedFamily {
  const render = type === "histogram" ? histogramLines : summaryLines;
  const linesOf = (boundText: (bound: number) => string) =>
    series.flatMap(({ family, row }) => {
      const distribution = family.distributions[row];
      return distribution === undefined ? [] : render(name, labelText(family, row), distribution, boundText);
    });
  const lines = linesOf(formatNumber);
  return {
    name,
    type,
    help,
    text: lines.join(""),
    samples: lines.length,
    openMetrics: linesOf(openMetricsNumber).join(""),
  };
}

function histogramLines(
  name: string,
  labels: string,
  { points, sum, count }: Distribution,
  boundText: (bound: number) => string,
): string[] {
  const hasInfinity = points.at(-1)?.bound === Infinity;
  const all = hasInfinity ? points : [...points, { bound: Infinity, value: count }];
  const inner = labels === "" ? "" : `${labels},`;
  return [
    ...all.map(({ bound, value }) => `${name}_bucket{${inner}le="${boundText(bound)}"} ${formatNumber(value)}\n`),
    ...totals(name, labels, sum, count),
  ];
}

function summaryLines(
  name: string,
  labels: string,
  { points, sum, count }: Distribution,
  boundText: (bound: number) => string,
): string[] {
  const inner = labels === "" ? "" : `${labels},`;
  return [
    ...points.map(({ bound, value }) => `${name}{${inner}quantile="${boundText(bound)}"} ${formatNumber(value)}\n`),
    ...totals(name, labels, sum, count),
  ];
}

function totals(name: string, labels: string, sum: number, count: number): string[] {
  const braces = labels === "" ? "" : `{${labels}}`;
  return [`${name}_sum${braces} ${formatNumber(sum)}\n`, `${name}_count${braces} ${formatNumber(count)}\n`];
}

function sampleName(name: string, labels: string): string {
  return labels === "" ? `${name} ` : `${name}{${labels}} `;
}

function labelText({ labelNames, labelValues }: TextFamily, row: number): string {
  let text = "";
  for (let i = 0; i < labelNames.length; i++) {
    if (i > 0) text += ",";
    text += labelNames[i] ?? "";
    text += '="';
    text += escapeLabelValue(labelValues[i]?.[row] ?? "");
    text += '"';
  }
  return text;
}

/** Within these bounds JavaScript writes numbers as the exposition does. */
function valueText(value: number): string {
  const magnitude = Math.abs(value);
  return magnitude >= 1e-4 && magnitude < 1e6 ? String(value) : formatNumber(value);
}

/** OpenMetrics wants bounds to look like floats. */
function openMetricsNumber(value: number): string {
  const text = formatNumber(value);
  return /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}
