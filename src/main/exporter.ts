import { catalog } from "../collectors/generated/catalog.ts";
import { messageOf } from "../collectors/kit/errors.ts";
import { createHandler } from "./routes/handler.ts";
import { Outgoing } from "./server/outgoing.ts";
import { CollectorQuery } from "./routes/query.ts";
import type { Logger } from "./log/logger.ts";
import { buildInfo } from "./options/build-info.ts";
import type { Options } from "./options/options.ts";
import { Answers, type Client } from "./exposition/answer.ts";
import { CollectorLog } from "./scrape/collector-log.ts";
import { ProblemLog } from "./exposition/problem-log.ts";
import { type CollectionResult, MAX_LANES, Scheduler } from "./scrape/scheduler.ts";
import type { Piece } from "../workers/protocol/section.ts";
import { SIZING } from "./scrape/sizing.ts";
import { buildInfoPieces } from "./self/build-info-family.ts";
import { OwnMetrics } from "./self/own-metrics.ts";
import { pageSize } from "./self/page-size.ts";
import type { WebStats } from "./server/web.ts";
import { openFilesLimit } from "./process-limits.ts";

/** Collectors whose families users bring themselves. */
const FOREIGN = ["textfile"];

/** Descriptors that a worker may keep open between scrapes, about 5 KB of kernel memory each. */
const MAX_DESCRIPTORS = 6000;

/** A start that could not be completed: the message is for the user. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** The running exporter, apart from its listeners. */
export interface Exporter {
  readonly handler: ReturnType<typeof createHandler>;
  /** Takes over the listeners' figures. */
  watchWeb(stats: () => WebStats): void;
  /** Ends the workers; resolves when they have ended or after `milliseconds`. */
  close(milliseconds: number): Promise<void>;
}

/** Starts the workers and makes every enabled collector ready; rejects with StartError when one cannot be. */
export async function startExporter(options: Options, logger: Logger): Promise<Exporter> {
  const names = options.collectors.enabled;
  const own = new OwnMetrics(names, options.paths.procfs);
  const collectorLog = new CollectorLog(names, (level, message, attributes) => logger.log(level, message, attributes));
  const problemLog = new ProblemLog((message, attributes) => logger.log("error", message, attributes));
  const info = buildInfoPieces();
  const answers = new Answers(names, {
    conflicts: (problems) => {
      own.errors.inc({ cause: "gathering" });
      problemLog.record(problems);
    },
    merged: (seconds) => own.observe("merge", seconds),
    compressed: (seconds) => own.observe("compress", seconds),
    encodingFailed: (error) => {
      own.errors.inc({ cause: "encoding" });
      problemLog.record([error.message]);
    },
  });
  const ownPieces = (): readonly Piece[] => (options.web.disableExporterMetrics ? info : [...info, ...own.families()]);
  const scheduler = new Scheduler<Client>(
    {
      paths: options.paths,
      collectors: options.collectors,
      pageSize: pageSize(),
      maxDescriptors: Math.min(MAX_DESCRIPTORS, Math.floor(openFilesLimit() / 4)),
      shared: {},
      maxQueue: options.web.maxRequests > 0 ? options.web.maxRequests : Infinity,
      foreign: new Set(FOREIGN.map((name) => names.indexOf(name))),
      lanes: 1,
      sizing: { ...SIZING, maxLanes: Math.min(options.processors, MAX_LANES) },
    },
    {
      result: (clients: readonly Client[], result: CollectionResult) => {
        if (result.first) {
          own.record(result);
          collectorLog.record(result);
        }
        answers.answer(clients, result, ownPieces());
      },
      coalesced: () => own.coalesced.inc(),
      started: () => {
        own.collections.inc();
        if (!options.web.disableExporterMetrics) gather(own, logger);
      },
      log: ({ collector, level, message, attributes }) => {
        logger.log(level, message, collector === "" ? attributes : { collector, ...attributes });
      },
    },
  );
  await prepare(scheduler);
  own.watchWorkers(
    () => scheduler.workers,
    () => scheduler.restarts,
  );
  own.watchLog(() => logger.dropped);
  const outgoing = new Outgoing();
  const handler = createHandler(
    {
      telemetryPath: options.web.telemetryPath,
      version: buildInfo().version,
      maxRequests: options.web.maxRequests,
      openMetrics: options.web.openMetrics,
      defaultTimeout: options.scrape.defaultTimeout,
      timeoutMargin: options.scrape.timeoutMargin,
    },
    {
      query: new CollectorQuery(
        names,
        catalog.map(({ name }) => name),
      ),
      scrape: (collectors, key, deadline, client) => scheduler.request(collectors, key, deadline, client),
      answered: (code) => own.requests.inc({ code }),
      inFlight: (count) => {
        own.inFlight = count;
      },
      ready: true,
      outgoing,
    },
  );
  return {
    handler,
    watchWeb: (stats) =>
      own.watchWeb(() => {
        const web = stats();
        return { ...web, stalled: web.stalled + outgoing.cut };
      }),
    close: (milliseconds) => scheduler.close(milliseconds),
  };
}

/** Reads the exporter's own figures while the workers collect. */
function gather(own: OwnMetrics, logger: Logger): void {
  try {
    own.gather();
  } catch (error) {
    logger.log("error", "the exporter's own metrics failed", { err: messageOf(error) });
  }
}

async function prepare(scheduler: Scheduler<Client>): Promise<void> {
  const failures = await scheduler.start().catch((error: unknown) => {
    throw new StartError(`the workers cannot be started: ${messageOf(error)}`);
  });
  const [first] = failures;
  if (first !== undefined) throw new StartError(`collector ${first.collector}: ${first.message}`);
}
