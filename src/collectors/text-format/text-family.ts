import type { MetricType } from "../kit/family.ts";

/** One metric family of a file in text format, its series in the order of the exposition, none of them twice. */
export interface TextFamily {
  readonly name: string;
  readonly type: MetricType;
  /** Undefined without a HELP line, or with an empty one. */
  readonly help: string | undefined;
  /** Names of all labels that any of the samples has, sorted bytewise; without `le` and `quantile` of distributions. */
  readonly labelNames: readonly string[];
  /** For each label name the values of all series; empty where the sample does not have the label. */
  readonly labelValues: readonly (readonly string[])[];
  readonly series: number;
  /** Values of the series of a counter, gauge or untyped family. */
  readonly values: readonly number[];
  /** The series of a histogram or summary. */
  readonly distributions: readonly Distribution[];
}

/** One histogram or summary. */
export interface Distribution {
  /** Buckets by their upper bound or values by their quantile, ascending. */
  readonly points: readonly DistributionPoint[];
  readonly sum: number;
  readonly count: number;
}

export interface DistributionPoint {
  readonly bound: number;
  readonly value: number;
}

/** A line that gives a series which an earlier line gave already; the earlier one counts. */
export interface DuplicateSeries {
  readonly line: number;
  readonly family: string;
}

/** The content of a file in text format. */
export interface TextFile {
  /** In the order of their first lines. */
  readonly families: readonly TextFamily[];
  readonly duplicates: readonly DuplicateSeries[];
}
