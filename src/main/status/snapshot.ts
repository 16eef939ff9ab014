import type { CollectorRecord, CollectorState } from "../self/collector-records.ts";
import type { Counts } from "../self/event-metrics.ts";
import type { OwnMetrics, PhaseRecord } from "../self/own-metrics.ts";
import { errorClass } from "./error-class.ts";
import type { StatusFacts } from "./status-view.ts";
import type {
  CollectorCpu,
  CollectorStatus,
  CollectorStatusState,
  PhaseStatus,
  ScrapesStatus,
  Status,
  WebStatus,
} from "./status.ts";
import { detailsOf } from "./details.ts";
import { processOf, workersOf } from "./resources.ts";

/** The words for states, those that need attention first. */
const STATES: Readonly<Record<CollectorState, CollectorStatusState>> = {
  timeout: "timed out",
  failed: "failed",
  partial: "partial",
  ok: "ok",
  waiting: "waiting",
  nodata: "no data",
};

const ORDER = Object.values(STATES);

/** What is known now. `isDetailed`: with what not everybody may see. */
export async function takeSnapshot(own: OwnMetrics, facts: StatusFacts, isDetailed: boolean): Promise<Status> {
  const counts = await own.counts();
  const { collectedAt } = own.collectors;
  const now = Date.now();
  return {
    host: facts.host,
    version: facts.version,
    nodeVersion: process.version,
    time: isoTime(now),
    startTime: isoTime(performance.timeOrigin),
    uptimeSeconds: Math.round(performance.now() / 1000),
    ...(collectedAt > 0 && { lastCollection: isoTime(collectedAt) }),
    metricsPath: facts.metricsPath,
    collectors: collectorsOf(own, isDetailed),
    scrapes: scrapesOf(own, counts),
    phases: phasesOf(own),
    process: processOf(counts, facts.load),
    workers: workersOf(own.workers),
    web: webOf(counts),
    ...reloadOf(counts),
    ...(isDetailed && { details: detailsOf(own, counts, facts.settings) }),
  };
}

function collectorsOf({ collectors, faults }: OwnMetrics, isDetailed: boolean): readonly CollectorStatus[] {
  const { list } = collectors;
  const all = list.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0);
  return list
    .map((record) => collectorOf(record, all, faults.count(record.name), isDetailed))
    .sort((a, b) => rank(a) - rank(b));
}

function rank({ state, faults }: CollectorStatus): number {
  const place = ORDER.indexOf(state);
  return faults > 0 ? Math.min(place, ORDER.indexOf("partial")) : place;
}

function collectorOf(record: CollectorRecord, all: number, faults: number, isDetailed: boolean): CollectorStatus {
  const { name, state, since, message, last, micros, updates, cpuMicros, measured, samples, bytes, skipped, dropped } =
    record;
  const hasFault = state === "failed" || state === "partial";
  return {
    name,
    state: STATES[state],
    since: isoTime(since),
    ...(hasFault && { errorClass: errorClass(message) }),
    ...(isDetailed && message !== "" && { error: message }),
    lastSeconds: last,
    meanSeconds: mean(micros / 1e6, updates),
    totalSeconds: micros / 1e6,
    updates,
    ...(measured > 0 && { cpu: cpuOf(cpuMicros, measured, all) }),
    samples,
    bytes,
    recordsSkipped: skipped,
    seriesDropped: dropped,
    faults,
  };
}

function cpuOf(micros: number, measured: number, all: number): CollectorCpu {
  return {
    meanSeconds: mean(micros / 1e6, measured),
    totalSeconds: rounded(micros / 1e6),
    updates: measured,
    share: share(micros, all),
  };
}

function scrapesOf({ collectors }: OwnMetrics, { answers, events, levels }: Counts): ScrapesStatus {
  const answered = answers.get(200) ?? 0;
  const refused = answers.get(503) ?? 0;
  const all = [...answers.values()].reduce((sum, count) => sum + count, 0);
  return {
    answered,
    refused,
    failed: all - answered - refused,
    inFlight: levels.get("scrapes in flight") ?? 0,
    collections: events.get("collection started") ?? 0,
    coalesced: events.get("scrape coalesced") ?? 0,
    timeUsed: share(collectors.timeUsed, 1),
  };
}

function phasesOf({ phases }: OwnMetrics): readonly PhaseStatus[] {
  const entries = Object.entries<PhaseRecord>(phases);
  const all = entries.reduce((sum, [, { total }]) => sum + total, 0);
  return entries.map(([phase, { last, total, count }]) => ({
    phase,
    lastSeconds: rounded(last),
    meanSeconds: mean(total, count),
    share: share(total, all),
  }));
}

function webOf({ events, levels }: Counts): WebStatus {
  return {
    connections: levels.get("connections") ?? 0,
    connectionsAccepted: events.get("connection accepted") ?? 0,
    connectionsRejected: events.get("connection rejected") ?? 0,
    handshakesRefused: events.get("handshake refused") ?? 0,
    requestsUnauthorized: events.get("request unauthorized") ?? 0,
    requestsRateLimited: events.get("request over the rate limit") ?? 0,
    responsesStalled: events.get("response stalled") ?? 0,
    configurationCurrent: levels.get("web configuration current") !== 0,
  };
}

function reloadOf({ levels }: Counts): Pick<Status, "reload"> {
  const successful = levels.get("config reload successful");
  const lastSuccess = levels.get("config reload success time");
  if (successful === undefined || lastSuccess === undefined) return {};
  return { reload: { successful: successful === 1, lastSuccess: isoTime(lastSuccess * 1000) } };
}

function mean(total: number, count: number): number {
  return count === 0 ? 0 : rounded(total / count);
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : Math.round((part / all) * 1e4) / 1e4;
}

/** To microseconds. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
