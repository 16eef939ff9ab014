import type { MetricType } from "../kit/family.ts";
import { compareSeries, type Labelled } from "./order.ts";

/** What a source says of a family; without HELP text it agrees with any. */
export interface Header {
  readonly type: MetricType;
  readonly help: string | undefined;
}

/**
 * The sources of one family that can be shown together: the first one decides on the type, the first one with a HELP
 * text on that. Each of the others is handed to `leftOut` with the source that it disagrees with.
 */
export function agreeingSources<S>(
  sources: readonly S[],
  headerOf: (source: S) => Header,
  leftOut: (source: S, about: keyof Header, decider: S) => void,
): S[] {
  const kept: S[] = [];
  let helper: S | undefined;
  for (const source of sources) {
    const { type, help } = headerOf(source);
    const first = kept[0] ?? source;
    if (type !== headerOf(first).type) leftOut(source, "type", first);
    else if (help !== undefined && helper !== undefined && help !== headerOf(helper).help)
      leftOut(source, "help", helper);
    else {
      if (help !== undefined) helper ??= source;
      kept.push(source);
    }
  }
  return kept;
}

/** All series in the order of the exposition. Of those with equal labels the first stays; `twice` gets each of the others. */
export function sortSeries<S extends Labelled>(series: readonly S[], twice: (other: S, first: S) => void): S[] {
  const kept: S[] = [];
  // Sorting is stable: equal ones keep their order.
  for (const one of series.toSorted(compareSeries)) {
    const last = kept.at(-1);
    if (last === undefined || compareSeries(last, one) !== 0) kept.push(one);
    else twice(one, last);
  }
  return kept;
}

/** Whether samples of a family have the name of another family, as those of a summary `x` beside a gauge `x_count`. */
export function haveSampleClash(
  families: readonly { readonly name: string; readonly type: MetricType }[],
  names: ReadonlySet<string>,
): boolean {
  return families.some(({ name, type }) => namesBeside(name, type).some((beside) => names.has(beside)));
}

/** Removes one of any two such families: the one whose name `loserOf` returns. */
export function removeSampleClashes<F>(
  families: Map<string, F>,
  typeOf: (family: F) => MetricType,
  loserOf: (owner: string, beside: string) => string,
): void {
  for (const [name, family] of families)
    for (const beside of namesBeside(name, typeOf(family)))
      if (families.has(name) && families.has(beside)) families.delete(loserOf(name, beside));
}

/** Names that samples of a family have beside the family's own: those of histograms and summaries. */
export function namesBeside(name: string, type: MetricType): readonly string[] {
  if (type === "histogram") return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
  return type === "summary" ? [`${name}_sum`, `${name}_count`] : [];
}
