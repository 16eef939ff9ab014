import { createRequire } from "node:module";
import type * as PromClient from "prom-client";

const require = createRequire(import.meta.url);

/**
 * The parts of prom-client in use. Its index also loads clustering, push gateways and default metrics,
 * which take 25 ms at the start and 5 MB of memory.
 */
export const { Counter, Gauge, Histogram }: Pick<typeof PromClient, "Counter" | "Gauge" | "Histogram"> = {
  Counter: require("prom-client/lib/counter.js"),
  Gauge: require("prom-client/lib/gauge.js"),
  Histogram: require("prom-client/lib/histogram.js"),
};
export type Counter<T extends string = string> = PromClient.Counter<T>;
export type Gauge<T extends string = string> = PromClient.Gauge<T>;
export type Histogram<T extends string = string> = PromClient.Histogram<T>;

type Labels = Readonly<Record<string, string | number>>;

/** What a counter or gauge holds for one set of labels. */
export interface StoredValue {
  readonly value: number;
  readonly labels: Labels;
}

/** What a histogram holds for one set of labels. `bucketValues` has the observations of each bound alone. */
export interface Observations {
  readonly labels: Labels;
  readonly bucketValues: Readonly<Record<string, number>>;
  readonly sum: number;
  readonly count: number;
}

/**
 * What metrics hold, by label set. Their `get` tells the same through promises and copies, which cost more than all
 * else about own metrics; `hashMap` is not in the types of prom-client, whose version is fixed.
 */
export function storedValues(metric: Counter | Gauge): Readonly<Record<string, StoredValue>> {
  return (metric as unknown as { readonly hashMap: Readonly<Record<string, StoredValue>> }).hashMap;
}

/** As `storedValues` for a histogram. */
export function observations(metric: Histogram): Readonly<Record<string, Observations>> {
  return (metric as unknown as { readonly hashMap: Readonly<Record<string, Observations>> }).hashMap;
}
