import { setImmediate as nextTurn } from "node:timers/promises";
import { expect } from "vitest";
import { Merger, writeExposition } from "../../../src/main/exposition/merge.ts";
import { OwnMetrics, type OwnMetricsOptions } from "../../../src/main/self/own-metrics.ts";
import { samplesOf } from "../../support/samples.ts";

export const FULL: OwnMetricsOptions = { disableExporterMetrics: false, exporterMetrics: "full" };

/** The metrics about an exporter with these collectors; what cannot be read is thrown. */
export function ownMetrics(names: readonly string[], options: OwnMetricsOptions = FULL): OwnMetrics {
  return new OwnMetrics(names, options, (error) => {
    throw error;
  });
}

/** What it shows after a collection has started. */
export async function exposition(own: OwnMetrics): Promise<string> {
  own.count("collection started");
  await nextTurn();
  const merged = new Merger().merge(own.families());
  expect(merged.conflicts).toEqual([]);
  return writeExposition(merged, "text", undefined, (bytes) => Buffer.alloc(bytes)).toString();
}

/** The samples whose lines begin like this. */
export function lines(text: string, prefix: string): string[] {
  return samplesOf(text, new RegExp(`^${prefix}`));
}
