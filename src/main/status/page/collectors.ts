import type { CollectorStatus, Status } from "../status.ts";
import { markup, type Markup, NOTHING } from "./markup.ts";
import { age, bytes, count, counted, duration, percent } from "./units.ts";
import { needsAttention } from "./verdict.ts";

/** The table of all enabled collectors. */
export function collectorsSection({ collectors, time }: Status): Markup {
  const now = Date.parse(time);
  const largest = Math.max(...collectors.map(({ cpu }) => cpu?.share ?? 0), 0.0001);
  return markup`<section aria-labelledby="collectors">
    <h2 id="collectors">Collectors</h2>
    <div class="scroll">
      <table class="sortable">
        <thead>
          <tr>
            <th scope="col" data-sort="text">Collector</th>
            <th scope="col" data-sort="number">State</th>
            <th scope="col" class="number minor" data-sort="number">Since</th>
            <th scope="col" class="number" data-sort="number" title="Time of the last update, waiting included">Last</th>
            <th scope="col" class="number minor" data-sort="number" title="Mean time of an update, waiting included">Mean</th>
            <th scope="col" class="number minor" data-sort="number" title="Mean CPU time of an update">CPU</th>
            <th scope="col" class="number" data-sort="number" title="Part of the CPU time of all collectors">CPU share</th>
            <th scope="col" class="number minor" data-sort="number">Samples</th>
            <th scope="col" class="number minor" data-sort="number">Bytes</th>
          </tr>
        </thead>
        <tbody>
          ${collectors.map((collector, place) => row(collector, place, largest, now))}
        </tbody>
      </table>
    </div>
    ${collectors.some(({ cpu }) => cpu !== undefined) ? NOTHING : UNMEASURED}
  </section>`;
}

const UNMEASURED = markup`<p class="note">CPU time is measured while this page is open: it is shown after the next scrape.</p>`;

function row(collector: CollectorStatus, place: number, largest: number, now: number): Markup {
  const { name, state, since, lastSeconds, meanSeconds, cpu, samples } = collector;
  const seconds = (now - Date.parse(since)) / 1000;
  const isUnread = state === "no data" || state === "waiting";
  return markup`<tr class="${needsAttention(collector) ? "troubled" : isUnread ? "quiet" : ""}" id="collector-${name}">
    <th scope="row" data-value="${name}">${name}</th>
    <td data-value="${place}">${label(collector)}</td>
    ${number(seconds, age(seconds), "minor")} ${number(lastSeconds, duration(lastSeconds))}
    ${number(meanSeconds, duration(meanSeconds), "minor")} ${number(cpu?.meanSeconds ?? -1, cpu === undefined ? "–" : duration(cpu.meanSeconds), "minor")}
    ${shareCell(cpu?.share, largest)}
    ${number(samples, count(samples), "minor")} ${number(collector.bytes, bytes(collector.bytes), "minor")}
  </tr> `;
}

function shareCell(share: number | undefined, largest: number): Markup {
  if (share === undefined) return number(-1, "–");
  return markup`<td class="number share" data-value="${share}">
    <svg viewBox="0 0 40 6" aria-hidden="true">
      <rect width="${((share / largest) * 40).toFixed(1)}" height="6" rx="1" /></svg
    ><span>${percent(share)}</span>
  </td>`;
}

function number(value: number, text: string, priority = ""): Markup {
  return markup`<td class="number ${priority}" data-value="${value}">${text}</td>`;
}

/** A collector may be well and the host not. */
function label({ state, faults }: CollectorStatus): Markup {
  if (state === "ok" && faults > 0)
    return markup`<span class="state partial">${counted(faults, "fault", "faults")}</span>`;
  return markup`<span class="state ${state.replace(" ", "-")}">${state}</span>`;
}
