import { healthyRoute, readyRoute } from "./health.ts";
import { landingRoute } from "./landing.ts";
import { type MetricsOptions, metricsRoute, type MetricsService } from "./metrics.ts";
import type { Route } from "./route.ts";

export interface RouteOptions extends MetricsOptions {
  /** Of the program, for the page on `/`. */
  readonly version: string;
}

export interface RouteService extends MetricsService {
  /** Whether collections can be run. */
  readonly isReady: () => boolean;
}

/** Every endpoint. Of two with the same path the first one counts: the metrics may be on any path. */
export function routeTable(options: RouteOptions, service: RouteService): readonly Route[] {
  return [
    metricsRoute(options, service),
    healthyRoute(),
    readyRoute(service.isReady),
    landingRoute(options.version, options.telemetryPath),
  ];
}
