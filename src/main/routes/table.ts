import { healthyRoute, readyRoute } from "./health.ts";
import { landingRoute } from "./landing.ts";
import { type MetricsOptions, metricsRoute, type MetricsService } from "./metrics.ts";
import { type Reload, reloadRoute } from "./reload.ts";
import type { Route } from "./route.ts";
import { statusPageRoute, statusRoute, type StatusService } from "./status.ts";

interface RouteOptions extends MetricsOptions {
  /** Of the program, for the page on `/`. */
  readonly version: string;
  /** Whether requests may reload the config files. */
  readonly enableLifecycle: boolean;
}

interface RouteService extends MetricsService {
  /** Whether collections can be run. */
  readonly isReady: () => boolean;
  /** Undefined: there is no status page. */
  readonly status: StatusService | undefined;
  readonly reload: Reload;
}

/** Every endpoint. Of two with the same path the first one counts: the metrics may be on any path. */
export function routeTable(options: RouteOptions, service: RouteService): readonly Route[] {
  const landing = landingRoute(options.version, options.telemetryPath);
  const { status } = service;
  return [
    metricsRoute(options, service),
    healthyRoute("/-/healthy"),
    healthyRoute("/health"),
    readyRoute(service.isReady),
    reloadRoute(options.enableLifecycle, service.reload),
    ...(status === undefined ? [landing] : [statusRoute(status), statusPageRoute(status, landing)]),
  ];
}
