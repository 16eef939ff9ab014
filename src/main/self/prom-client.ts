import { createRequire } from "node:module";
import type * as PromClient from "prom-client";

const require = createRequire(import.meta.url);

/**
 * The parts of prom-client in use. Its index also loads clustering, push gateways and default metrics,
 * which take 25 ms at the start and 5 MB of memory.
 */
export const {
  Counter,
  Gauge,
  Histogram,
  Registry,
}: Pick<typeof PromClient, "Counter" | "Gauge" | "Histogram" | "Registry"> = {
  Counter: require("prom-client/lib/counter.js"),
  Gauge: require("prom-client/lib/gauge.js"),
  Histogram: require("prom-client/lib/histogram.js"),
  Registry: require("prom-client/lib/registry.js"),
};
export type Counter<T extends string = string> = PromClient.Counter<T>;
export type Gauge<T extends string = string> = PromClient.Gauge<T>;
export type Histogram<T extends string = string> = PromClient.Histogram<T>;
export type Registry = PromClient.Registry;
