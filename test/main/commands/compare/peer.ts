import { existsSync } from "node:fs";
import type { Report } from "../../../../src/main/commands/compare/report.ts";

/** node_exporter 1.5.0 as Debian has it in its package prometheus-node-exporter. */
export const PEER = "/usr/bin/prometheus-node-exporter";

export const hasPeer = existsSync(PEER);

/** Where Debian's defaults differ from the original's: those of the original, for both sides. */
const SAME = ["--collector.textfile.directory=/nonexistent"];

/** Flags for the peer that make it collect what this program does by default. */
export const PEER_FLAGS: readonly string[] = [
  ...SAME,
  "--collector.netdev.device-exclude=",
  "--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
  "--no-collector.systemd",
];

export const OUR_FLAGS: readonly string[] = SAME;

/** What should be nothing: what is missing, and values of counters that no moment explains. */
export function faults({ missing, values, collectors }: Report): unknown {
  return {
    ...missing,
    counters: values.filter(({ type }) => type === "counter"),
    collectors: collectors.filter(({ there, here }) => there === "ok" && here !== "ok"),
  };
}

export const NO_FAULTS = { families: [], types: [], labels: [], series: [], counters: [], collectors: [] };

/** What only this program has, and no version of node_exporter is known to have brought. */
export function unexplained({ extra }: Report): unknown[] {
  return [...extra.families, ...extra.labels, ...extra.series].filter(({ since }) => since === undefined);
}
