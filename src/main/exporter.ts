import { catalog } from "../collectors/generated/catalog.ts";
import { Answers } from "./exposition/answer.ts";
import type { Client } from "./exposition/client.ts";
import { createEncoder } from "./exposition/encoder.ts";
import { buildInfo } from "./options/build-info.ts";
import type { Options } from "./options/options.ts";
import { CollectorQuery } from "./routes/query.ts";
import type { Reload } from "./routes/reload.ts";
import { createRouter } from "./routes/router.ts";
import { routeTable } from "./routes/table.ts";
import { ScrapeAdmission } from "./scrape/admission.ts";
import { collectorNames, laneOptions, numbersOf } from "./scrape/lane-options.ts";
import { maxLanes } from "./scrape/max-lanes.ts";
import { Scheduler } from "./scrape/scheduler.ts";
import { pageSize } from "./self/page-size.ts";
import type { Handler } from "./server/handler.ts";
import { LargeBodies } from "./server/large-bodies.ts";
import type { Services } from "./services.ts";
import { StatusView } from "./status/status-view.ts";

/** The running exporter, apart from its listeners. */
interface Exporter {
  readonly handler: Handler;
  /** Takes over the collectors and the log level of other options; rejects when a collector cannot be made. */
  reconfigure(options: Options): Promise<void>;
  /** Ends the workers; resolves when they have ended or after `milliseconds`. */
  close(milliseconds: number): Promise<void>;
}

/** Starts the workers and makes every enabled collector ready; rejects with StartError when one cannot be. */
export async function startExporter(options: Options, services: Services, reload: Reload): Promise<Exporter> {
  const { observer, log, slowClients } = services;
  const names = collectorNames(options);
  const encoder = await createEncoder(options.web.learnedCompression);
  const answers = new Answers(names, encoder, observer, observer, log);
  const workers = maxLanes(options);
  const scheduler = new Scheduler<Client>(
    { ...laneOptions(options, pageSize(), workers), sizing: { maxLanes: workers } },
    { recipient: answers, observer, log },
  );
  await scheduler.start();
  const { version } = buildInfo();
  const known = catalog.map(({ name }) => name);
  const query = new CollectorQuery(options.collectors.enabled, known, names);
  const { telemetryPath: metricsPath } = options.web;
  const view = new StatusView(observer, { version, metricsPath, settings: options.settings.all });
  const use = ({ collectors: { enabled }, settings }: Options): void => {
    const numbers = numbersOf(enabled, names);
    query.use(enabled);
    answers.use(numbers.length);
    observer.collectors.use(numbers);
    view.use(settings.all);
  };
  use(options);
  const routes = routeTable(
    { ...options.web, ...options.scrape, version },
    {
      query,
      admission: new ScrapeAdmission(options.web.maxRequests, () => slowClients.makeRoom(), observer),
      scrape: scheduler,
      isReady: () => scheduler.isReady,
      reload,
      observer,
      largeBodies: new LargeBodies(slowClients, encoder.pool),
      status: options.web.statusPage ? { status: view, isOpen: options.web.statusDetails, log } : undefined,
    },
  );
  return {
    handler: createRouter(routes),
    reconfigure: async (next) => {
      // Memory for groups is shared out at the start.
      const { cpuGroup } = options.collectors;
      await scheduler.reconfigure({ ...next.collectors, cpuGroup }, () => use(next));
      log.setLevel(next.log.level);
    },
    close: (milliseconds) => scheduler.close(milliseconds),
  };
}
