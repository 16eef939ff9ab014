import type { MetricType } from "../kit/family.ts";

/** One metric family of a text, its series in the order of the exposition, none of them twice. */
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
  readonly lines: FamilyLines;
}

/** Lines of a family, from 1. */
interface FamilyLines {
  /** The first one with its name. */
  readonly first: number;
  /** Those of its HELP text and its type; undefined without. */
  readonly help: number | undefined;
  readonly type: number | undefined;
  /** The first line of each series. */
  readonly series: readonly number[];
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

/** A line that repeats a sample. Of samples the first one counts, of the parts of histograms and summaries the last. */
export interface Repetition {
  readonly line: number;
  readonly family: string;
  readonly counts: "first" | "last";
}

/** The content of a text. */
export interface TextContent {
  /** In the order of their first lines. */
  readonly families: readonly TextFamily[];
  /** In the order of the families; at most 20 of each. */
  readonly repetitions: readonly Repetition[];
}
