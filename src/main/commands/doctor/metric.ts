import { catalog } from "../../../collectors/generated/catalog.ts";
import { collectorFacts } from "../../../collectors/generated/families.ts";
import type { CpuGroup } from "../../../collectors/kit/cpu-group.ts";
import type { Source } from "../../../collectors/kit/sources.ts";
import { EXPORTER, FamilyOwners, matches } from "../family-owners.ts";
import { isGroupFamily } from "../group-families.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { concludeGroup } from "./group-conclusion.ts";
import { type SourceState, sourceState } from "./source-state.ts";

/** Why a metric is shown or not. */
export interface MetricReport {
  readonly metric: string;
  /** How many of its series are shown. */
  readonly series: number;
  readonly collectors: readonly MetricCollector[];
  /** What follows from all of it. */
  readonly conclusion: string;
}

/** A collector that can show the metric. */
interface MetricCollector {
  readonly collector: string;
  readonly isEnabled: boolean;
  /** How its update ended, and why; empty where it is not enabled. */
  readonly state: string;
  readonly reason: string;
  readonly sources: readonly SourceState[];
  /** Series that --scrape.max-series left out. */
  readonly dropped: number;
  /** All flags that choose what the collector shows. */
  readonly flags: readonly MetricFlag[];
}

/** A flag such as `--collector.cpu.info`, and whether the command line or a config file sets it. */
interface MetricFlag {
  readonly flag: string;
  readonly isGiven: boolean;
}

/** Names that a histogram or a summary has beside its own. */
const SUFFIX = /_(bucket|sum|count)$/;

export function explainMetric(metric: string, diagnosis: Diagnosis): MetricReport {
  const owners = new FamilyOwners();
  const family = ownersOf(metric, owners).length > 0 ? metric : metric.replace(SUFFIX, "");
  const names = ownersOf(family, owners);
  const collectors = names.filter((name) => name !== EXPORTER).map((name) => explain(name, family, diagnosis));
  const series = diagnosis.text
    .split("\n")
    .filter((line) => line.startsWith(`${metric} `) || line.startsWith(`${metric}{`));
  const conclusion = names.includes(EXPORTER)
    ? concludeOwn(series.length, diagnosis)
    : conclude(metric, series.length, names, collectors, diagnosis.options.collectors.cpuGroup);
  return { metric, series: series.length, collectors, conclusion };
}

function ownersOf(family: string, owners: FamilyOwners): readonly string[] {
  const exact = owners.of(family);
  if (exact.length > 0) return exact;
  const { collector } = owners.byPattern(family) ?? {};
  return collector === undefined ? [] : [collector];
}

function explain(collector: string, family: string, { options, collectors }: Diagnosis): MetricCollector {
  const record = collectors.find(({ name }) => name === collector);
  const sources = (collectorFacts[collector]?.sources ?? []).filter((source) => feeds(source, family));
  return {
    collector,
    isEnabled: record !== undefined,
    state: record?.state ?? "",
    reason: record?.message ?? "",
    dropped: record?.dropped ?? 0,
    sources: sources.map((source) => sourceState(source, options)),
    flags: flagsOf(collector).map((flag) => ({ flag: `--${flag}`, isGiven: options.settings.isGiven(flag) })),
  };
}

function feeds({ feeds: families }: Source<string>, family: string): boolean {
  return families === undefined || families.some((name) => name === family || matches(name, family));
}

/** Flags under their old names are left out. */
function flagsOf(collector: string): readonly string[] {
  const flags = Object.entries(catalog.find(({ name }) => name === collector)?.flags ?? {});
  const own = flags.filter(([, flag]) => !("newName" in flag)).map(([name]) => name);
  const hasGroups = collectorFacts[collector]?.families.some(isGroupFamily) === true;
  return hasGroups ? [...own, "cpu.group"] : own;
}

function concludeOwn(series: number, { options: { settings } }: Diagnosis): string {
  if (series > 0) return "It is shown.";
  return settings.get("web.disable-exporter-metrics").value === true
    ? "It is about the exporter itself: --web.disable-exporter-metrics leaves it out."
    : "It is about the exporter itself: shown while it applies, or with --web.exporter-metrics=full.";
}

function conclude(
  metric: string,
  series: number,
  names: readonly string[],
  collectors: readonly MetricCollector[],
  group: CpuGroup,
): string {
  if (series > 0) return "It is shown.";
  if (names.length === 0 && metric.startsWith("go_")) return "This program has no go_* metrics: docs/differences.md.";
  if (names.length === 0) return "No collector has a family of this name. A textfile or another exporter may.";
  const otherGroup = concludeGroup(metric, names, group);
  if (otherGroup !== undefined) return otherGroup;
  const enabled = collectors.filter(({ isEnabled }) => isEnabled);
  if (enabled.length === 0) {
    return `Its collector is not enabled: ${collectors.map(({ collector }) => `--collector.${collector}`).join(" or ")} enables it.`;
  }
  const failing = enabled.find(({ state }) => state === "failed" || state === "timeout");
  if (failing !== undefined)
    return `Its collector ${failing.collector} failed: ${failing.reason || "not ready in time"}.`;
  const cut = enabled.find(({ dropped }) => dropped > 0);
  if (cut !== undefined)
    return `--scrape.max-series leaves out series of its collector ${cut.collector}: ${cut.dropped} of them.`;
  const refused = enabled.flatMap(({ sources }) => sources).find(({ state }) => state === "not readable");
  if (refused !== undefined) return `${refused.source} is not readable: it needs ${refused.remedy}.`;
  const absent = enabled.flatMap(({ sources }) => sources).find(({ state }) => state === "absent");
  const flags = enabled.flatMap(({ flags: each }) => each);
  const isAllAbsent = absent !== undefined && enabled.every(({ state }) => state === "nodata");
  return flags.length === 0 || isAllAbsent ? withoutFlags(absent) : withFlags(flags, absent);
}

function withoutFlags(absent: SourceState | undefined): string {
  if (absent !== undefined) return `This host does not have ${absent.source}: it needs ${absent.remedy}.`;
  return "All that it reads is there, but this kernel or device does not report it.";
}

/** The flags come first: an absent source may be one of several that the collector can do without. */
function withFlags(flags: readonly MetricFlag[], absent: SourceState | undefined): string {
  const list = flags.map(({ flag, isGiven }) => (isGiven ? `${flag} (given)` : flag)).join(", ");
  const other =
    absent === undefined
      ? "the kernel or device may not report it"
      : `this host does not have ${absent.source}, which needs ${absent.remedy}`;
  return `It is not shown. Flags of its collector that may enable it or leave it out: ${list}. Another possible reason: ${other}.`;
}
