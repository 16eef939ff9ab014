import { readSeries } from "../../../collectors/text-format/sample-lines.ts";
import { labelText, seriesText } from "../../../collectors/text-format/series-text.ts";
import type { ExposedFamily } from "./exposition.ts";

/** A series of the other exporter with its values here before and after; undefined where it was not there. */
export interface MatchedSeries {
  readonly series: string;
  readonly peer: number;
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Several series here match this one of the other exporter, which lacks a label: no value to compare. */
  readonly ambiguous: boolean;
}

/** How the series of one family correspond. */
export interface FamilyMatch {
  /** Label names that only one side has on any series of the family. */
  readonly labelsHere: readonly string[];
  readonly labelsThere: readonly string[];
  readonly matched: readonly MatchedSeries[];
  /** Series of the other exporter that are here neither before nor after. */
  readonly missing: readonly string[];
  /** Series that are here both before and after, and not there. */
  readonly extra: readonly string[];
}

/** One side's series by what they have in common with the other side. */
type Projection = ReadonlyMap<string, { readonly series: string; readonly value: number; readonly ambiguous: boolean }>;

/**
 * Finds for every series of the other exporter the matching one here. Label names that one side lacks altogether do not
 * count, so that a new label is one difference, not one per series. `before` and `after` are undefined where the family was not
 * there at that time, which is never the case for both.
 */
export function matchFamily(
  peer: ExposedFamily,
  before: ExposedFamily | undefined,
  after: ExposedFamily | undefined,
): FamilyMatch {
  const here = new Set([...(before?.labelNames ?? []), ...(after?.labelNames ?? [])]);
  const labelsHere = [...here].filter((name) => !peer.labelNames.has(name)).toSorted();
  const labelsThere = [...peer.labelNames].filter((name) => !here.has(name)).toSorted();
  const there = project(peer, labelsThere);
  const first = project(before, labelsHere);
  const last = project(after, labelsHere);
  const matched: MatchedSeries[] = [];
  const missing: string[] = [];
  for (const [key, { series, value, ambiguous }] of there) {
    const [one, two] = [first.get(key), last.get(key)];
    if (one === undefined && two === undefined) missing.push(series);
    else {
      const several = ambiguous || one?.ambiguous === true || two?.ambiguous === true;
      matched.push({ series, peer: value, before: one?.value, after: two?.value, ambiguous: several });
    }
  }
  const extra = [...last].filter(([key]) => first.has(key) && !there.has(key)).map(([, { series }]) => series);
  return { labelsHere, labelsThere, matched, missing, extra };
}

function project(family: ExposedFamily | undefined, without: readonly string[]): Projection {
  const projection = new Map<string, { series: string; value: number; ambiguous: boolean }>();
  for (const [series, value] of family?.series ?? []) {
    const key = without.length === 0 ? series : withoutLabels(series, without);
    const known = projection.get(key);
    if (known === undefined) projection.set(key, { series, value, ambiguous: false });
    else known.ambiguous = true;
  }
  return projection;
}

function withoutLabels(series: string, without: readonly string[]): string {
  const { name, labels } = readSeries(series);
  for (const label of without) labels.delete(label);
  return seriesText(name, labelText([...labels.keys()], [...labels.values()]));
}
