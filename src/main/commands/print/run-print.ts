import { visibleLines } from "../../log/visible.ts";
import type { CollectorRecord } from "../../self/collector-records.ts";
import { defineProgram } from "../command.ts";
import { exporterOptions } from "../in-process/exporter-options.ts";
import { orUsageError } from "../in-process/or-usage-error.ts";
import { startOwnExporter } from "../in-process/own-exporter.ts";
import { tableLines } from "../text-table.ts";
import { familyCosts } from "./family-costs.ts";

const COMPLETE = 0;
const INCOMPLETE = 1;

/** The command `print`. */
export default defineProgram({
  description: `Collects once with the exporter's flags and prints what a scrape would get. The
exit status is 1 if a collector failed or was not ready in time, 0 otherwise: a
collector whose host has nothing to read has not failed.`,
  options: {
    series: { type: "boolean", default: false, describe: "Print families by their number of series instead." },
    timings: {
      type: "boolean",
      default: false,
      describe: "Print collectors by the time and CPU time that they took instead.",
    },
  },
  passesOptions: true,
  run: async ({ series, timings }, { words, env, program }) => {
    const options = await exporterOptions("print", words, env, program);
    const exporter = await orUsageError(startOwnExporter(options));
    try {
      const text = await orUsageError(exporter.scrape("", options.scrape.defaultTimeout));
      const { collectors } = exporter;
      const tables = [series ? seriesTable(text) : "", timings ? timingTable(collectors) : ""];
      process.stdout.write(series || timings ? tables.filter((table) => table !== "").join("\n") : shown(text));
      return collectors.some(hasFailed) ? INCOMPLETE : COMPLETE;
    } finally {
      await exporter.close();
    }
  },
});

/** What reads a pipe gets what a scrape gets. */
function shown(text: Buffer): string | Buffer {
  return process.stdout.isTTY ? visibleLines(text.toString()) : text;
}

function hasFailed({ state }: CollectorRecord): boolean {
  return state === "failed" || state === "timeout";
}

function seriesTable(text: Buffer): string {
  const costs = familyCosts(text.toString());
  const rows = costs.map(({ family, type, source, series, bytes }) => [
    family,
    type,
    source,
    String(series),
    String(bytes),
  ]);
  const columns = [
    { heading: "family" },
    { heading: "type" },
    { heading: "collector" },
    { heading: "series", isNumber: true },
    { heading: "bytes", isNumber: true },
  ] as const;
  const total = costs.reduce((sum, { series }) => sum + series, 0);
  return `${costs.length} families, ${total} series, ${text.length} bytes\n${tableLines(columns, rows).join("\n")}\n`;
}

function timingTable(collectors: readonly CollectorRecord[]): string {
  const rows = collectors
    .toSorted((a, b) => b.last - a.last)
    .map(({ name, state, last, cpuMicros, measured, samples, bytes, message }) => [
      name,
      state,
      (last * 1000).toFixed(2),
      measured === 0 ? "" : (cpuMicros / 1000).toFixed(2),
      String(samples),
      String(bytes),
      message,
    ]);
  const columns = [
    { heading: "collector" },
    { heading: "state" },
    { heading: "ms", isNumber: true },
    { heading: "CPU ms", isNumber: true },
    { heading: "samples", isNumber: true },
    { heading: "bytes", isNumber: true },
    { heading: "reason" },
  ] as const;
  return `${tableLines(columns, rows).join("\n")}\n`;
}
