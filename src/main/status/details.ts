import type { Setting } from "../options/values.ts";
import type { Counts } from "../self/event-metrics.ts";
import type { OwnMetrics } from "../self/own-metrics.ts";
import type { Scraper } from "../self/scrapers.ts";
import type { FaultStatus, FlagStatus, ScraperStatus, StatusDetails, WebConfigurationStatus } from "./status.ts";

/** What is shown to those who have proved who they are. */
export function detailsOf(own: OwnMetrics, counts: Counts, settings: ReadonlyMap<string, Setting>): StatusDetails {
  return {
    faults: faultsOf(own),
    scrapers: own.scrapers.list.map(scraperOf),
    flags: [...settings].map(flagOf),
    webConfiguration: webConfigurationOf(own, counts),
  };
}

/** Of collectors that run: a reload may have switched others off. */
function faultsOf({ faults, collectors }: OwnMetrics): readonly FaultStatus[] {
  const running = new Set(collectors.list.map(({ name }) => name));
  return faults.list
    .filter(({ collector }) => running.has(collector))
    .map(({ collector, subject, problem, since }) => ({
      collector,
      subject,
      problem,
      since: new Date(since).toISOString(),
    }));
}

function flagOf([name, { value, origin, place }]: readonly [string, Setting]): FlagStatus {
  return { name, value, origin, ...(place && { position: place.position }) };
}

function scraperOf({ address, interval, timeout, format, gzip, scrapes, lastSeen }: Scraper): ScraperStatus {
  return {
    address,
    ...(!Number.isNaN(interval) && { intervalSeconds: Math.round(interval) / 1000 }),
    ...(!Number.isNaN(timeout) && { timeoutSeconds: timeout }),
    format,
    gzip,
    scrapes,
    lastSeen: new Date(lastSeen).toISOString(),
  };
}

function webConfigurationOf({ web }: OwnMetrics, { levels }: Counts): WebConfigurationStatus {
  const expiry = levels.get("certificate expiry") ?? Number.NaN;
  const { rateLimit, ...summary } = web ?? NOTHING;
  return {
    ...summary,
    ...(rateLimit !== undefined && { rateLimit }),
    ...(!Number.isNaN(expiry) && { certificateExpiry: new Date(expiry * 1000).toISOString() }),
  };
}

/** Before the web configuration was read. */
const NOTHING = {
  file: "",
  tls: false,
  http2: false,
  clientCertificates: "none",
  users: 0,
  rateLimit: undefined,
  headers: [],
};
