import type { FlagStatus, ScraperStatus, Status, StatusDetails } from "../status.ts";
import { markup, type Markup } from "./markup.ts";
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
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col" class="number">Interval</th>
            <th scope="col" class="number">Timeout</th>
            <th scope="col">Format</th>
            <th scope="col" class="number">Scrapes</th>
            <th scope="col" class="number">Last</th>
          </tr>
        </thead>
        <tbody>
          ${scrapers.map((scraper) => scraperRow(scraper, time))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function scraperRow(scraper: ScraperStatus, time: string): Markup {
  const { address, intervalSeconds, timeoutSeconds, format, gzip, scrapes, lastSeen } = scraper;
  return markup`<tr>
    <th scope="row">${address === "" ? "unix socket" : address}</th>
    <td class="number">${known(intervalSeconds)}</td>
    <td class="number">${known(timeoutSeconds)}</td>
    <td>${format}${gzip ? ", gzip" : ""}</td>
    <td class="number">${count(scrapes)}</td>
    <td class="number">${ago(lastSeen, time)}</td>
  </tr> `;
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
  const rows = flags.map(
    ({ name, value, origin, position = "" }) =>
      markup`<tr>
        <th scope="row"><code>--${name}</code></th>
        <td><code>${valueText(value)}</code></td>
        <td>${origin} <code>${position}</code></td>
      </tr> `,
  );
  return markup`<div class="scroll">
    <table class="flags">
      <thead>
        <tr>
          <th scope="col">Flag</th>
          <th scope="col">Value</th>
          <th scope="col">Origin</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function known(seconds: number | undefined): string {
  return seconds === undefined ? "–" : duration(seconds);
}

function valueText(value: FlagStatus["value"]): string {
  return typeof value === "object" ? value.join(", ") : String(value);
}

function ago(time: string, now: string): string {
  return age((Date.parse(now) - Date.parse(time)) / 1000);
}
