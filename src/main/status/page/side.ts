import type { PhaseStatus, ReloadStatus, Status } from "../status.ts";
import { type Entry, list } from "./list.ts";
import { type Content, markup, type Markup, NOTHING } from "./markup.ts";
import { table } from "./table.ts";
import { age, bytes, count, duration, percent } from "./units.ts";

/** How scrapes and the process fare, beside the collectors. */
export function sideSections(status: Status): readonly Markup[] {
  return [
    phases(status),
    scrapes(status),
    resources(status),
    workers(status),
    connections(status),
    ...webConfiguration(status),
  ];
}

/** Where a scrape's time goes. */
function phases({ phases }: Status): Markup {
  return markup`<section aria-labelledby="phases">
    <h2 id="phases">Time of a scrape</h2>
    ${phaseBar(phases)}
    ${table(PHASE_COLUMNS, phases.map(phaseCells))}
  </section>`;
}

const PHASE_COLUMNS = [
  { heading: "Phase" },
  { heading: "Last", isNumber: true },
  { heading: "Mean", isNumber: true },
  { heading: "Share", isNumber: true },
] as const;

function phaseCells({ phase, lastSeconds, meanSeconds, share }: PhaseStatus): readonly Content[] {
  const name = markup`<i class="swatch ${phase}"></i>${phase}`;
  return [name, duration(lastSeconds), duration(meanSeconds), percent(share)];
}

function phaseBar(phases: readonly PhaseStatus[]): Markup {
  let start = 0;
  const parts = phases.map(({ phase, share }) => {
    const part = markup`<rect class="${phase}" x="${start.toFixed(2)}" width="${(share * 100).toFixed(2)}" height="6" />`;
    start += share * 100;
    return part;
  });
  return markup`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function scrapes({ scrapes, lastCollection, time }: Status): Markup {
  const { answered, refused, failed, inFlight, collections, coalesced, timeUsed } = scrapes;
  const last =
    lastCollection === undefined ? "never" : `${age((Date.parse(time) - Date.parse(lastCollection)) / 1000)} ago`;
  return list("scrapes", "Scrapes", [
    ["Last", last],
    ["Time used", percent(timeUsed)],
    ["In flight", count(inFlight)],
    ["Answered", count(answered)],
    ["Coalesced", count(coalesced)],
    ["Refused", count(refused), refused > 0],
    ["Failed", count(failed), failed > 0],
    ["Collections", count(collections)],
  ]);
}

function resources({ process, reload, time }: Status): Markup {
  const { residentBytes, heapUsedBytes, heapTotalBytes, cpuSeconds, cpuLoad, eventLoopLoad, loadSeconds } = process;
  return list("process", "Process", [
    ["Memory", bytes(residentBytes)],
    ["Heap", `${bytes(heapUsedBytes)} of ${bytes(heapTotalBytes)}`],
    ["CPU time", duration(cpuSeconds)],
    [`CPU, last ${age(loadSeconds)}`, percent(cpuLoad)],
    [`Event loop, last ${age(loadSeconds)}`, percent(eventLoopLoad)],
    ["Log lines dropped", count(process.logLinesDropped), process.logLinesDropped > 0],
    ...(reload === undefined ? [] : [reloadEntry(reload, time)]),
  ]);
}

function workers({ workers, process: { workerRestarts } }: Status): Markup {
  const rows = workers.map(({ heapUsedBytes, keptDescriptors, busySeconds }, i) => [
    i,
    duration(busySeconds),
    bytes(heapUsedBytes),
    count(keptDescriptors),
  ]);
  return markup`<section aria-labelledby="workers">
    <h2 id="workers">Workers</h2>
    ${table(WORKER_COLUMNS, rows)}
    ${workerRestarts === 0 ? NOTHING : markup`<p class="note bad">${count(workerRestarts)} restarted</p>`}
  </section>`;
}

const WORKER_COLUMNS = [
  { heading: "Worker" },
  { heading: "Busy", isNumber: true },
  { heading: "Heap", isNumber: true },
  { heading: "Open files", isNumber: true },
] as const;

function connections({ web }: Status): Markup {
  const faults: readonly (readonly [string, number])[] = [
    ["Rejected", web.connectionsRejected],
    ["Handshakes refused", web.handshakesRefused],
    ["Unauthorized", web.requestsUnauthorized],
    ["Over the rate limit", web.requestsRateLimited],
    ["Responses stalled", web.responsesStalled],
  ];
  return list("connections", "Connections", [
    ["Open", count(web.connections)],
    ["Accepted", count(web.connectionsAccepted)],
    ...faults.map(([name, number]): Entry => [name, count(number), number > 0]),
    ...(web.configurationCurrent ? [] : [["Web configuration", "changed on disk, not usable", true] as const]),
  ]);
}

function webConfiguration({ details, time }: Status): readonly Markup[] {
  if (details === undefined) return [];
  const { file, tls, http2, clientCertificates, certificateExpiry, users, rateLimit, headers } =
    details.webConfiguration;
  const section = list("web", "Web configuration", [
    ["File", file === "" ? "none" : markup`<code>${file}</code>`],
    ["TLS", tls ? (http2 ? "yes, with HTTP/2" : "yes") : "no"],
    ...(certificateExpiry === undefined ? [] : [["Certificate", expiry(certificateExpiry, time)] as const]),
    ["Client certificates", clientCertificates.replaceAll("-", " ")],
    ["Users", count(users)],
    [
      "Rate limit",
      rateLimit === undefined ? "none" : `every ${duration(rateLimit.interval)}, ${count(rateLimit.burst)} at once`,
    ],
    ["Headers", headers.length === 0 ? "none" : headers.join(", ")],
  ]);
  return [section];
}

function expiry(certificateExpiry: string, time: string): string {
  const seconds = (Date.parse(certificateExpiry) - Date.parse(time)) / 1000;
  return seconds > 0 ? `expires in ${age(seconds)}` : `expired ${age(-seconds)} ago`;
}

function reloadEntry({ successful, lastSuccess }: ReloadStatus, time: string): Entry {
  const seconds = (Date.parse(time) - Date.parse(lastSuccess)) / 1000;
  return [
    "Configuration",
    successful ? `loaded ${age(seconds)} ago` : `reload failed, that of ${age(seconds)} ago is used`,
    !successful,
  ];
}
