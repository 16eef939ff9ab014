import type { MetricType } from "../../../collectors/kit/family.ts";
import type { TextFamily } from "../../../collectors/text-format/family.ts";
import { formatNumber } from "../../../collectors/text-format/number.ts";
import { readTextFormat } from "../../../collectors/text-format/reader.ts";
import { eachPart } from "../../../collectors/text-format/render.ts";
import { boundLabel, labelText, seriesText } from "../../../collectors/text-format/series-text.ts";

/** What an exporter exposed at one moment. */
export type Exposition = ReadonlyMap<string, ExposedFamily>;

/** A family with the samples of all its series. */
export interface ExposedFamily {
  readonly name: string;
  readonly type: MetricType;
  /** Names of the labels that any of its series has. */
  readonly labelNames: ReadonlySet<string>;
  /** Values by sample name and labels as `seriesText` writes them, the labels sorted by name and none of them empty. */
  readonly series: ReadonlyMap<string, number>;
}

/** Whatever one host exposes is less. */
const MOST = 100_000_000;

/** Reads text format 0.0.4; throws TextFormatError. */
export function readExposition(bytes: Buffer): Exposition {
  const rules = { timestamps: "ignored", maxSamples: MOST, maxFamilies: MOST } as const;
  const { families } = readTextFormat(bytes, "exposition", rules);
  return new Map(families.map((family) => [family.name, exposedFamily(family)]));
}

function exposedFamily(family: TextFamily): ExposedFamily {
  const { name, type, labelNames, values, distributions } = family;
  const series = new Map<string, number>();
  const isDistribution = type === "histogram" || type === "summary";
  for (let row = 0; row < family.series; row++) {
    const labels = labelsOf(family, row);
    const distribution = distributions[row];
    if (!isDistribution || distribution === undefined) series.set(seriesText(name, labels), values[row] ?? 0);
    else eachPart(type, name, labels, distribution, formatNumber, (text, value) => void series.set(text, value));
  }
  const names = new Set(isDistribution ? [...labelNames, boundLabel(type)] : labelNames);
  return { name, type, labelNames: names, series };
}

/** To Prometheus an empty label is none. */
function labelsOf({ labelNames, labelValues }: TextFamily, row: number): string {
  const values = labelValues.map((column) => column[row] ?? "");
  const isGiven = (_: string, i: number): boolean => values[i] !== "";
  return labelText(labelNames.filter(isGiven), values.filter(isGiven));
}
