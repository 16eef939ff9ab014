import { formatNumber } from "../../../collectors/text-format/number.ts";
import { compareBytewise } from "../../../collectors/text-format/order.ts";
import { readSeries } from "../../../collectors/text-format/sample-lines.ts";
import type { ExposedFamily, Exposition } from "./exposition.ts";
import type { History } from "./history.ts";
import { type FamilyMatch, matchFamily } from "./match.ts";
import type {
  CollectorDifference,
  CollectorState,
  FamilyDifference,
  LabelDifference,
  RemovedDifference,
  Report,
  SeriesDifference,
  TypeDifference,
  ValueDifference,
} from "./report.ts";
import { comesAndGoes, isExplained, isMomentary } from "./values.ts";

/** Three scrapes in their order in time: this program, the other exporter, this program. */
export interface Scrapes {
  readonly before: Exposition;
  readonly there: Exposition;
  readonly after: Exposition;
}

interface ComparisonOptions {
  readonly history: History;
  /** How far gauges may differ, relative to their value. */
  readonly tolerance: number;
}

/** The report without the names of the two sides. */
export type Comparison = Omit<Report, "there" | "here">;

const SUCCESS = "node_scrape_collector_success";
const OWN = /^(go_|process_|promhttp_|nodejs_|node_exporter_)|^node_scrape_collector_duration_seconds$/;

/** Finds the differences between the other exporter and this program. */
export function compareExpositions(scrapes: Scrapes, options: ComparisonOptions): Comparison {
  const comparer = new Comparer(scrapes, options);
  for (const name of sortedNames(scrapes)) comparer.family(name);
  return comparer.result();
}

/** The version in the other exporter's build information; empty if there is none. */
export function versionOf(exposition: Exposition): string {
  const [series = ""] = exposition.get("node_exporter_build_info")?.series.keys() ?? [];
  return series === "" ? "" : (readSeries(series).labels.get("version") ?? "");
}

class Comparer {
  private readonly scrapes: Scrapes;
  private readonly options: ComparisonOptions;
  private readonly missing = {
    families: [] as FamilyDifference[],
    types: [] as TypeDifference[],
    labels: [] as LabelDifference[],
    series: [] as SeriesDifference[],
  };
  private readonly extra = {
    families: [] as FamilyDifference[],
    labels: [] as LabelDifference[],
    series: [] as SeriesDifference[],
  };
  private readonly removed: RemovedDifference[] = [];
  private readonly values: ValueDifference[] = [];
  private readonly own = { there: [] as string[], here: [] as string[] };

  constructor(scrapes: Scrapes, options: ComparisonOptions) {
    this.scrapes = scrapes;
    this.options = options;
  }

  family(name: string): void {
    const [there, before, after] = [
      this.scrapes.there.get(name),
      this.scrapes.before.get(name),
      this.scrapes.after.get(name),
    ];
    const here = after ?? before;
    if (name === SUCCESS) return;
    if (OWN.test(name)) {
      if (there !== undefined && here === undefined) this.own.there.push(name);
      if (there === undefined && here !== undefined) this.own.here.push(name);
    } else if (there === undefined) this.extraFamily(before, after);
    else if (here === undefined) this.missingFamily(there);
    else {
      if (there.type !== here.type) this.missing.types.push({ family: name, there: there.type, here: here.type });
      const match = matchFamily(there, before, after);
      this.labels(name, match);
      if (!comesAndGoes(name)) this.series(name, match);
      if (!isMomentary(name)) this.compareValues(here, match);
    }
  }

  result(): Comparison {
    const { missing, removed, extra, values, own } = this;
    return { missing, removed, extra, values, collectors: compareCollectors(this.scrapes), own };
  }

  /** A family that is there at only one of the two moments came or went with its device. */
  private extraFamily(before: ExposedFamily | undefined, after: ExposedFamily | undefined): void {
    if (before === undefined || after === undefined) return;
    const { name, type, series } = after;
    this.extra.families.push({
      family: name,
      type,
      series: series.size,
      ...since(this.options.history.familyAdded(name)),
    });
  }

  private missingFamily({ name, type, series }: ExposedFamily): void {
    const removal = this.options.history.familyRemoved(name);
    if (removal !== undefined) {
      this.removed.push({ family: name, ...removal });
      return;
    }
    const left = [...series.keys()].filter((each) => !this.isRemoved(name, each));
    if (left.length > 0) this.missing.families.push({ family: name, type, series: left.length });
  }

  private labels(family: string, { labelsThere, labelsHere }: FamilyMatch): void {
    const { history } = this.options;
    for (const label of labelsThere) this.missing.labels.push({ family, label });
    for (const label of labelsHere)
      this.extra.labels.push({ family, label, ...since(history.labelAdded(family, label)) });
  }

  private series(family: string, { missing, extra }: FamilyMatch): void {
    const { history } = this.options;
    for (const series of missing) if (!this.isRemoved(family, series)) this.missing.series.push({ family, series });
    for (const series of extra) {
      const version = history.seriesAdded(family, readSeries(series).labels);
      this.extra.series.push({ family, series, ...since(version) });
    }
  }

  /** Records a series that is missing for a known reason, and returns whether there is one. */
  private isRemoved(family: string, series: string): boolean {
    const removal = this.options.history.seriesRemoved(family, readSeries(series).labels);
    if (removal !== undefined) this.removed.push({ family, series, ...removal });
    return removal !== undefined;
  }

  private compareValues({ type }: ExposedFamily, { matched }: FamilyMatch): void {
    for (const each of matched) {
      if (each.ambiguous || isExplained(type, each, this.options.tolerance)) continue;
      const { series, peer, before, after } = each;
      this.values.push({ series, type, there: formatNumber(peer), before: text(before), after: text(after) });
    }
  }
}

function compareCollectors({ there, before, after }: Scrapes): CollectorDifference[] {
  const here = after.get(SUCCESS) ?? before.get(SUCCESS);
  const [theirs, ours] = [collectorStates(there.get(SUCCESS)), collectorStates(here)];
  return [...new Set([...theirs.keys(), ...ours.keys()])]
    .toSorted()
    .map((collector) => ({
      collector,
      there: theirs.get(collector) ?? "off",
      here: ours.get(collector) ?? "off",
    }))
    .filter((each) => each.there !== "ok" || each.here !== "ok");
}

function collectorStates(success: ExposedFamily | undefined): Map<string, CollectorState> {
  const states = new Map<string, CollectorState>();
  for (const [series, value] of success?.series ?? []) {
    const collector = readSeries(series).labels.get("collector") ?? "";
    states.set(collector, value === 1 ? "ok" : "failed or no data");
  }
  return states;
}

function sortedNames({ before, there, after }: Scrapes): string[] {
  return [...new Set([...there.keys(), ...before.keys(), ...after.keys()])].toSorted(compareBytewise);
}

function since(version: string | undefined): { since?: string } {
  return version === undefined ? {} : { since: version };
}

function text(value: number | undefined): string {
  return value === undefined ? "" : formatNumber(value);
}
