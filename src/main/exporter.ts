import { catalog } from "../collectors/generated/catalog.ts";
import { messageOf } from "../collectors/kit/errors.ts";
import { Answers } from "./exposition/answer.ts";
import type { Client } from "./exposition/client.ts";
import { createEncoder } from "./exposition/encoder.ts";
import type { LinePrefix } from "./log/journal.ts";
import type { Log } from "./log/log.ts";
import { createLog } from "./log/logger.ts";
import { buildInfo } from "./options/build-info.ts";
import type { Options } from "./options/options.ts";
import { CollectorQuery } from "./routes/query.ts";
import { createRouter } from "./routes/router.ts";
import type { StatusService } from "./routes/status.ts";
import { routeTable } from "./routes/table.ts";
import { ScrapeAdmission } from "./scrape/admission.ts";
import { laneOptions } from "./scrape/lane-options.ts";
import { Scheduler } from "./scrape/scheduler.ts";
import { OwnMetrics } from "./self/own-metrics.ts";
import { pageSize } from "./self/page-size.ts";
import type { Handler } from "./server/handler.ts";
import { LargeBodies } from "./server/large-bodies.ts";
import { SlowClients } from "./server/slow-clients.ts";
import { StatusRecord } from "./status/status-record.ts";
import { StatusView } from "./status/status-view.ts";

/** The running exporter, apart from its listeners. */
export interface Exporter {
  readonly handler: Handler;
  /** Ends the workers; resolves when they have ended or after `milliseconds`. */
  close(milliseconds: number): Promise<void>;
}

/** What every room reports to. */
export interface Services {
  readonly own: OwnMetrics;
  readonly observer: StatusRecord;
  readonly log: Log;
  readonly slowClients: SlowClients;
}

export function createServices({ collectors, web, log: settings }: Options, prefix: LinePrefix = () => ""): Services {
  const own = new OwnMetrics(collectors.enabled, web, (error) =>
    log("error", "the exporter's own metrics cannot be read", { err: messageOf(error) }),
  );
  const observer = new StatusRecord(collectors.enabled, own);
  const log = createLog(settings, process.stderr, prefix, () => observer.count("log line dropped"));
  return { own, observer, log, slowClients: new SlowClients(observer) };
}

/** Starts the workers and makes every enabled collector ready; rejects with StartError when one cannot be. */
export async function startExporter(options: Options, services: Services): Promise<Exporter> {
  const { own, observer, log, slowClients } = services;
  const names = options.collectors.enabled;
  const encoder = await createEncoder(options.web.learnedCompression);
  const scheduler = new Scheduler<Client>(
    { ...laneOptions(options, pageSize()), sizing: { maxLanes: options.processors } },
    { recipient: new Answers(names, encoder, own, observer, log), observer, log },
  );
  await scheduler.start();
  const query = new CollectorQuery(
    names,
    catalog.map(({ name }) => name),
  );
  const { version } = buildInfo();
  const routes = routeTable(
    { ...options.web, ...options.scrape, version },
    {
      query,
      admission: new ScrapeAdmission(options.web.maxRequests, () => slowClients.makeRoom(), observer),
      scrape: scheduler,
      isReady: () => scheduler.isReady,
      observer,
      largeBodies: new LargeBodies(slowClients, encoder.pool),
      status: statusService(options, observer, version),
    },
  );
  return { handler: createRouter(routes), close: (milliseconds) => scheduler.close(milliseconds) };
}

function statusService({ web, settings }: Options, record: StatusRecord, version: string): StatusService | undefined {
  if (!web.statusPage) return undefined;
  return {
    status: new StatusView(record, { version, metricsPath: web.telemetryPath, settings: settings.all }),
    isOpen: web.statusDetails,
  };
}
