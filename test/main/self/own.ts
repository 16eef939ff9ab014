import { OwnMetrics, type OwnMetricsOptions } from "../../../src/main/self/own-metrics.ts";

export const FULL: OwnMetricsOptions = { disableExporterMetrics: false, exporterMetrics: "full" };

/** The metrics about an exporter with these collectors; what cannot be read is thrown. */
export function ownMetrics(names: readonly string[], options: OwnMetricsOptions = FULL): OwnMetrics {
  return new OwnMetrics(names, options, (error) => {
    throw error;
  });
}
