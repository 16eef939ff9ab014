import type { FlagStatus, ScraperStatus, Status, StatusDetails } from "../status.ts";
import { type Content, markup, type Markup } from "./markup.ts";
import { table } from "./table.ts";
import { age, count, duration } from "./units.ts";

/** What not everybody may see, or how to see it. */
export function detailSections({ details, time }: Status): Markup {
  if (details === undefined) {
    return markup`<p class="note">
      Flags, scrapers, error messages and the web configuration are shown to clients that authenticate with a password
      or a client certificate, and to everyone with <code>--web.status-details</code>.
    </p>`;
  }
  return markup`<div class="wide">${scrapers(details, time)}${flags(details)}</div>`;
}

function scrapers({ scrapers }: StatusDetails, time: string): Markup {
  return markup`<section aria-labelledby="scrapers">
    <h2 id="scrapers">Scrapers</h2>
    ${table(
      SCRAPER_COLUMNS,
      scrapers.map((scraper) => scraperCells(scraper, time)),
    )}
  </section>`;
}

const SCRAPER_COLUMNS = [
  { heading: "Address" },
  { heading: "Interval", isNumber: true },
  { heading: "Timeout", isNumber: true },
  { heading: "Format" },
  { heading: "Scrapes", isNumber: true },
  { heading: "Last", isNumber: true },
] as const;

function scraperCells(scraper: ScraperStatus, time: string): readonly Content[] {
  const { address, intervalSeconds, timeoutSeconds, format, gzip, scrapes, lastSeen } = scraper;
  return [
    address === "" ? "unix socket" : address,
    known(intervalSeconds),
    known(timeoutSeconds),
    `${format}${gzip ? ", gzip" : ""}`,
    count(scrapes),
    ago(lastSeen, time),
  ];
}

/** Those that were set come first, all others behind a fold. */
function flags({ flags }: StatusDetails): Markup {
  const set = flags.filter(({ origin }) => origin !== "default");
  const rest = flags.filter(({ origin }) => origin === "default");
  return markup`<section aria-labelledby="flags">
    <h2 id="flags">Flags</h2>
    ${set.length === 0 ? markup`<p class="note">All flags have their defaults.</p>` : flagTable(set)}
    <details id="defaults">
      <summary>${count(rest.length)} flags with their defaults</summary>
      ${flagTable(rest)}
    </details>
  </section>`;
}

function flagTable(flags: readonly FlagStatus[]): Markup {
  const rows = flags.map(({ name, value, origin, position = "" }) => [
    markup`<code>--${name}</code>`,
    markup`<code>${valueText(value)}</code>`,
    markup`${origin} <code>${position}</code>`,
  ]);
  return table(FLAG_COLUMNS, rows, "flags");
}

const FLAG_COLUMNS = [{ heading: "Flag" }, { heading: "Value" }, { heading: "Origin" }] as const;

function known(seconds: number | undefined): string {
  return seconds === undefined ? "–" : duration(seconds);
}

function valueText(value: FlagStatus["value"]): string {
  return typeof value === "object" ? value.join(", ") : String(value);
}

function ago(time: string, now: string): string {
  return age((Date.parse(now) - Date.parse(time)) / 1000);
}
