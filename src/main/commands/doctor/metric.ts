import { catalog } from "../../../collectors/generated/catalog.ts";
import { collectorFacts } from "../../../collectors/generated/families.ts";
import type { Source } from "../../../collectors/kit/sources.ts";
import { EXPORTER, FamilyOwners } from "../family-owners.ts";
import type { Diagnosis } from "./diagnosis.ts";
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
export interface MetricCollector {
  readonly collector: string;
  readonly isEnabled: boolean;
  /** How its update ended, and why; empty where it is not enabled. */
  readonly state: string;
  readonly reason: string;
  readonly sources: readonly SourceState[];
  /** Flags of the collector that are set to something else than their default. */
  readonly flags: readonly string[];
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
  return { metric, series: series.length, collectors, conclusion: conclude(series.length, names, collectors) };
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
  const flags = Object.keys(catalog.find(({ name }) => name === collector)?.flags ?? {});
  return {
    collector,
    isEnabled: record !== undefined,
    state: record?.state ?? "",
    reason: record?.message ?? "",
    sources: sources.map((source) => sourceState(source, options)),
    flags: flags.filter((flag) => options.settings.isGiven(flag)).map((flag) => `--${flag}`),
  };
}

function feeds({ feeds: families }: Source<string>, family: string): boolean {
  return families === undefined || families.some((name) => name === family || name.includes("*"));
}

function conclude(series: number, names: readonly string[], collectors: readonly MetricCollector[]): string {
  if (series > 0) return "It is shown.";
  if (names.length === 0) return "No collector has a family of this name. A textfile or another exporter may.";
  if (names.includes(EXPORTER)) {
    return "It is about the exporter itself: shown while it applies, or with --web.exporter-metrics=full.";
  }
  const enabled = collectors.filter(({ isEnabled }) => isEnabled);
  if (enabled.length === 0) {
    return `Its collector is not enabled: ${collectors.map(({ collector }) => `--collector.${collector}`).join(" or ")} enables it.`;
  }
  const failing = enabled.find(({ state }) => state === "failed" || state === "timeout");
  if (failing !== undefined)
    return `Its collector ${failing.collector} failed: ${failing.reason || "not ready in time"}.`;
  const refused = enabled.flatMap(({ sources }) => sources).find(({ state }) => state === "not readable");
  if (refused !== undefined) return `${refused.source} is not readable: it needs ${refused.remedy}.`;
  const absent = enabled.flatMap(({ sources }) => sources).find(({ state }) => state === "absent");
  if (absent !== undefined) return `This host does not have ${absent.source}: it needs ${absent.remedy}.`;
  const flags = enabled.flatMap(({ flags: given }) => given);
  if (flags.length > 0) return `All that it reads is there; these flags may leave it out: ${flags.join(", ")}.`;
  return "All that it reads is there, but this kernel or device does not report it.";
}
