import { setImmediate as nextTurn } from "node:timers/promises";
import { OwnMetrics } from "../src/main/self/own-metrics.ts";
import { type Piece, samplesStart } from "../src/workers/protocol/section.ts";

/** These two come with the exposition, not from `OwnMetrics`. */
const SCRAPE_ROWS = [
  "| `node_scrape_collector_duration_seconds{collector}` | gauge | Time that the collector's update took; until the response for one that was not ready. |",
  "| `node_scrape_collector_success{collector}` | gauge | 1 if the update succeeded; 0 if it failed, was not ready in time or had nothing to read. |",
];

/** A Markdown table of the metrics about the exporter: name with labels, type, and their HELP text. */
export async function ownMetricsTable(): Promise<string> {
  const rows = (await everyFamily()).map((piece) => {
    const { name, type, help } = piece.definition;
    return `| \`${name}${labelsOf(piece)}\` | ${type} | ${help} |`;
  });
  return ["| Name | Type | Meaning |", "| --- | --- | --- |", ...[...SCRAPE_ROWS, ...rows].toSorted(byName)].join("\n");
}

function byName(a: string, b: string): number {
  const [x, y] = [a, b].map((row) => /`(\w+)/.exec(row)?.[1] ?? "");
  return x === y ? 0 : (x ?? "") < (y ?? "") ? -1 : 1;
}

/** The families after a collection in which a collector was not ready. */
async function everyFamily(): Promise<readonly Piece[]> {
  const own = new OwnMetrics(["uname"], true, (error) => {
    throw error;
  });
  own.workersChanged([{ gauges: new Float64Array(8) }]);
  own.count("collection started");
  own.collected({ collectors: [0], sections: [], unfinished: [0], first: true, waited: 0, collected: 0 });
  own.count("collection started");
  await nextTurn();
  return own.families();
}

/** Of the first sample; the bucket of a histogram is no label of its own. */
function labelsOf(piece: Piece): string {
  const text = piece.bytes.toString("utf8", samplesStart(piece), piece.start + piece.length);
  const [, labels = ""] = /^\w+\{(.*?)\} /.exec(text) ?? [];
  const names = [...labels.matchAll(/(\w+)="/g)].map(([, name = ""]) => name).filter((name) => name !== "le");
  return names.length === 0 ? "" : `{${names.join(",")}}`;
}
