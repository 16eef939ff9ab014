import type { Setting } from "../options/values.ts";
import type { Scraper } from "./scrapers.ts";
import type { StatusRecord } from "./status-record.ts";
import type { FlagStatus, ScraperStatus, StatusDetails, WebConfigurationStatus } from "./status.ts";

/** What is shown to those who have proved who they are. */
export function detailsOf(record: StatusRecord, settings: ReadonlyMap<string, Setting>): StatusDetails {
  return {
    faults: record.faults.list.map(({ since, ...fault }) => ({ ...fault, since: new Date(since).toISOString() })),
    scrapers: record.scrapers.list.map(scraperOf),
    flags: [...settings].map(flagOf),
    webConfiguration: webConfigurationOf(record),
  };
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

function webConfigurationOf({ web, levels }: StatusRecord): WebConfigurationStatus {
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
