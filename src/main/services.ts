import { messageOf } from "../collectors/kit/errors.ts";
import type { LinePrefix } from "./log/journal.ts";
import type { LeveledLog } from "./log/log.ts";
import { createLog } from "./log/logger.ts";
import type { Options } from "./options/options.ts";
import { collectorNames } from "./scrape/lane-options.ts";
import { OwnMetrics } from "./self/own-metrics.ts";
import { SlowClients } from "./server/slow-clients.ts";

/** What every room reports to. */
export interface Services {
  readonly observer: OwnMetrics;
  readonly log: LeveledLog;
  readonly slowClients: SlowClients;
}

/** They are there before the exporter: what goes wrong at its start is logged and counted. */
export function createServices(options: Options, prefix: LinePrefix = () => ""): Services {
  const { web, log: settings } = options;
  const observer = new OwnMetrics(collectorNames(options), web, (error) =>
    log("error", "the exporter's own metrics cannot be read", { err: messageOf(error) }),
  );
  const log = createLog(settings, process.stderr, prefix, () => observer.count("log line dropped"));
  return { observer, log, slowClients: new SlowClients(observer) };
}
