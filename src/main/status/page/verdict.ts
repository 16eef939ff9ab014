import type { CollectorStatus, FaultStatus, Status } from "../status.ts";
import { markup, type Markup, NOTHING } from "./markup.ts";
import { age, count, counted } from "./units.ts";

/** Whether an operator has to look at a collector. */
export function needsAttention({ state, faults, seriesDropped }: CollectorStatus): boolean {
  if (seriesDropped > 0) return true;
  return state === "failed" || state === "timed out" || state === "partial" || faults > 0;
}

/** Whether all is well, and what is not. */
export function verdict({ collectors, details, time }: Status): Markup {
  const troubled = collectors.filter(needsAttention);
  if (collectors.every(({ state }) => state === "waiting")) {
    return markup`<p class="verdict" role="status"><b>Nothing has been scraped yet.</b> ${counted(collectors.length, "collector is", "collectors are")} enabled.</p>`;
  }
  if (troubled.length === 0) {
    return markup`<p class="verdict ok" role="status"><b>All ${count(collectors.length)} collectors are well.</b>${emptyNote(collectors)}</p>`;
  }
  const rows = troubled.flatMap((collector) => [
    ...collectorRows(collector, time, details !== undefined),
    ...(details?.faults ?? [])
      .filter(({ collector: name }) => name === collector.name)
      .map((fault) => faultRow(fault, time)),
  ]);
  return markup`<section class="verdict bad" aria-labelledby="verdict">
    <p id="verdict" role="status"><b>${counted(troubled.length, "collector needs", "collectors need")} attention.</b> The other ${count(collectors.length - troubled.length)} are well.</p>
    <table>
      <thead class="hidden"><tr><th scope="col">Collector</th><th scope="col">Fault</th><th scope="col">Since</th></tr></thead>
      <tbody>${rows}</tbody>
    </table>
  </section>`;
}

function emptyNote(collectors: readonly CollectorStatus[]): string {
  const empty = collectors.filter(({ state }) => state === "no data").length;
  return empty === 0 ? "" : ` ${count(empty)} of them found nothing to read on this host.`;
}

/** Its own state; faults of the host are listed by themselves where they may be seen. */
function collectorRows(collector: CollectorStatus, time: string, isDetailed: boolean): readonly Markup[] {
  const { name, state, errorClass, error, recordsSkipped, seriesDropped, since, faults } = collector;
  const rows: Markup[] = [];
  if (state !== "ok" && state !== "no data") {
    const skipped = recordsSkipped > 0 ? [`${counted(recordsSkipped, "record", "records")} left out`] : [];
    const kind = [state === "partial" ? "" : state, ...skipped, errorClass ?? ""]
      .filter((word) => word !== "")
      .join(", ");
    rows.push(
      row(name, markup`<b>${kind}</b>${error === undefined ? NOTHING : markup` <code>${error}</code>`}`, since, time),
    );
  }
  if (seriesDropped > 0) {
    const left = `${counted(seriesDropped, "series", "series")} left out`;
    rows.push(row(name, markup`<b>${left}</b> <code>--scrape.max-series</code>`, undefined, time));
  }
  if (faults > 0 && !isDetailed) {
    rows.push(row(name, markup`<b>${counted(faults, "fault", "faults")} on this host</b>`, undefined, time));
  }
  return rows;
}

function faultRow({ collector, subject, problem, since }: FaultStatus, time: string): Markup {
  return row(collector, markup`<b>${problem}</b> <code>${subject}</code>`, since, time);
}

function row(name: string, what: Markup, since: string | undefined, time: string): Markup {
  const duration = since === undefined ? "" : `for ${age((Date.parse(time) - Date.parse(since)) / 1000)}`;
  return markup`<tr><th scope="row"><a href="#collector-${name}">${name}</a></th><td>${what}</td><td class="number">${duration}</td></tr>
  `;
}
