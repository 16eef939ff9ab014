import type { CollectorRecord, CollectorState } from "./collector-records.ts";
import { errorClass } from "./error-class.ts";
import type { StatusFacts } from "./status-view.ts";
import type { PhaseRecord, StatusRecord } from "./status-record.ts";
import type { CollectorStatus, CollectorStatusState, PhaseStatus, ScrapesStatus, Status, WebStatus } from "./status.ts";
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
export function takeSnapshot(record: StatusRecord, facts: StatusFacts, isDetailed: boolean): Status {
  const now = Date.now();
  return {
    host: facts.host,
    version: facts.version,
    nodeVersion: process.version,
    time: isoTime(now),
    startTime: isoTime(performance.timeOrigin),
    uptimeSeconds: Math.round(performance.now() / 1000),
    ...(record.collectedAt > 0 && { lastCollection: isoTime(record.collectedAt) }),
    metricsPath: facts.metricsPath,
    collectors: collectorsOf(record, isDetailed),
    scrapes: scrapesOf(record),
    phases: phasesOf(record),
    process: processOf(record, facts.load),
    workers: workersOf(record.workers),
    web: webOf(record),
    ...reloadOf(record),
    ...(isDetailed && { details: detailsOf(record, facts.settings) }),
  };
}

function collectorsOf({ collectors, faults }: StatusRecord, isDetailed: boolean): readonly CollectorStatus[] {
  const { list } = collectors;
  const all = list.reduce((sum, { total }) => sum + total, 0);
  return list
    .map((record) => collectorOf(record, all, faults.count(record.name), isDetailed))
    .sort((a, b) => rank(a) - rank(b));
}

function rank({ state, faults }: CollectorStatus): number {
  const place = ORDER.indexOf(state);
  return faults > 0 ? Math.min(place, ORDER.indexOf("partial")) : place;
}

function collectorOf(record: CollectorRecord, all: number, faults: number, isDetailed: boolean): CollectorStatus {
  const { name, state, since, message, last, total, updates, samples, bytes, skipped, dropped } = record;
  const hasFault = state === "failed" || state === "partial";
  return {
    name,
    state: STATES[state],
    since: isoTime(since),
    ...(hasFault && { errorClass: errorClass(message) }),
    ...(isDetailed && message !== "" && { error: message }),
    lastSeconds: last,
    meanSeconds: mean(total, updates),
    totalSeconds: rounded(total),
    share: share(total, all),
    updates,
    samples,
    bytes,
    recordsSkipped: skipped,
    seriesDropped: dropped,
    faults,
  };
}

function scrapesOf({ answers, events, levels, timeUsed }: StatusRecord): ScrapesStatus {
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
    timeUsed: share(timeUsed, 1),
  };
}

function phasesOf({ phases }: StatusRecord): readonly PhaseStatus[] {
  const entries = Object.entries<PhaseRecord>(phases);
  const all = entries.reduce((sum, [, { total }]) => sum + total, 0);
  return entries.map(([phase, { last, total, count }]) => ({
    phase,
    lastSeconds: rounded(last),
    meanSeconds: mean(total, count),
    share: share(total, all),
  }));
}

function webOf({ events, levels }: StatusRecord): WebStatus {
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

function reloadOf({ levels }: StatusRecord): Pick<Status, "reload"> {
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
