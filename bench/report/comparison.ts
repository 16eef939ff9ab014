import type { Figures } from "../measure/rounds.ts";
import type { BarGroup } from "./bars.ts";
import { figure, megabytes, table, times } from "./table.ts";

/** One case of a comparison. */
export interface Case {
  readonly name: string;
  readonly ours: Figures;
  readonly peer: Figures | undefined;
  /** The kernel's own part: CPU time of a loop that only reads what a scrape reads, in milliseconds. */
  readonly floor?: number | undefined;
}

/** Ratios above 1 mean that this program is better. */
export function comparisonTable(cases: readonly Case[], peerName: string): string {
  const rows = cases.map(({ name, ours, peer, floor }) => [
    name,
    figure(ours.cpu),
    figure(peer?.cpu),
    times(ours.cpu, peer?.cpu),
    figure(floor),
    figure(ours.perSecond),
    figure(peer?.perSecond),
    times(peer?.perSecond, ours.perSecond),
    `${figure(ours.p50)} ${figure(ours.p99)}`,
    peer === undefined ? "–" : `${figure(peer.p50)} ${figure(peer.p99)}`,
    `${megabytes(ours.resident)} ${megabytes(ours.peak)}`,
    peer === undefined ? "–" : `${megabytes(peer.resident)} ${megabytes(peer.peak)}`,
    figure(ours.collectionsPerScrape),
    figure(ours.bytes / 1024),
  ]);
  return [
    `ours: node-exporter-ts; peer: ${peerName}. CPU: user and system time of the whole process, ms per scrape.`,
    table(
      [
        { heading: "case", left: true },
        { heading: "CPU ours" },
        { heading: "peer" },
        { heading: "ratio" },
        { heading: "floor" },
        { heading: "per s ours" },
        { heading: "peer" },
        { heading: "ratio" },
        { heading: "p50 p99 ms ours" },
        { heading: "peer" },
        { heading: "RSS peak MB ours" },
        { heading: "peer" },
        { heading: "collections/scrape" },
        { heading: "KB" },
      ],
      rows,
    ),
  ].join("\n");
}

/** CPU time per scrape of every case, for the chart. */
export function cpuBars(cases: readonly Case[], peerName: string): readonly BarGroup[] {
  return cases.map(({ name, ours, peer, floor }) => ({
    name,
    note: peer === undefined ? "" : times(ours.cpu, peer.cpu),
    bars: [
      { series: "node-exporter-ts", value: ours.cpu },
      ...(peer === undefined ? [] : [{ series: peerName, value: peer.cpu }]),
      ...(floor === undefined ? [] : [{ series: "reading alone", value: floor }]),
    ],
  }));
}

/** CPU time of this program in every case by kind of thread; those below a hundredth are left out. */
export function threadLines(cases: readonly Case[]): string {
  return cases
    .map(({ name, ours }) => {
      const shown = Object.entries(ours.threads).filter(([, milliseconds]) => milliseconds > ours.cpu / 100);
      return `threads of ours, ${name}: ${shown.map(([thread, value]) => `${thread} ${figure(value)}`).join(", ")}`;
    })
    .join("\n");
}
