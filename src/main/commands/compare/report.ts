import type { MetricType } from "../../../collectors/kit/family.ts";

/** The result of a comparison; `--json` prints it as it is. "Here" is this program, "there" the other exporter. */
export interface Report {
  readonly there: Side;
  readonly here: Side;
  /** What the other exporter has and this program should have. */
  readonly missing: {
    readonly families: readonly FamilyDifference[];
    readonly types: readonly TypeDifference[];
    readonly labels: readonly LabelDifference[];
    readonly series: readonly SeriesDifference[];
  };
  /** What the other exporter has and node_exporter 1.12 no longer has. */
  readonly removed: readonly RemovedDifference[];
  /** What only this program has. `since`: the version of node_exporter that added it, where known. */
  readonly extra: {
    readonly families: readonly FamilyDifference[];
    readonly labels: readonly LabelDifference[];
    readonly series: readonly SeriesDifference[];
  };
  /** Values that differ more than the time between the scrapes explains. */
  readonly values: readonly ValueDifference[];
  /** Collectors that failed, found nothing or are switched off on one side at least. */
  readonly collectors: readonly CollectorDifference[];
  /** Families of the exporters' own processes, which are not compared. */
  readonly own: { readonly there: readonly string[]; readonly here: readonly string[] };
}

export interface Side {
  readonly name: string;
  /** From its build information; empty if it has none. */
  readonly version: string;
  readonly families: number;
  readonly series: number;
}

export interface FamilyDifference {
  readonly family: string;
  readonly type: MetricType;
  readonly series: number;
  readonly since?: string;
}

export interface TypeDifference {
  readonly family: string;
  readonly there: MetricType;
  readonly here: MetricType;
}

export interface LabelDifference {
  readonly family: string;
  readonly label: string;
  readonly since?: string;
}

export interface SeriesDifference {
  readonly family: string;
  readonly series: string;
  readonly since?: string;
}

export interface RemovedDifference {
  readonly family: string;
  /** Absent when it is the whole family. */
  readonly series?: string;
  readonly since: string;
  readonly reason: string;
}

export interface ValueDifference {
  readonly series: string;
  readonly type: MetricType;
  /** As in text format: JSON has no infinities. */
  readonly there: string;
  readonly before: string;
  readonly after: string;
}

export type CollectorState = "ok" | "failed or no data" | "off";

export interface CollectorDifference {
  readonly collector: string;
  readonly there: CollectorState;
  readonly here: CollectorState;
}

/** Whether a dashboard or alert made for the other exporter could miss something here. */
export function isComplete({ missing }: Report): boolean {
  return Object.values(missing).every((differences) => differences.length === 0);
}
