import { setImmediate as nextTurn } from "node:timers/promises";
import type { Family } from "../src/collectors/kit/family.ts";
import { duration, success } from "../src/main/exposition/scrape-families.ts";
import { OwnMetrics } from "../src/main/self/own-metrics.ts";
import { type Piece, samplesStart, type Section } from "../src/workers/protocol/section.ts";

/** These come with the exposition, not from `OwnMetrics`. */
const SCRAPE_FAMILIES = [duration, success];

/** Names of all metrics about the exporter. */
export async function ownNames(): Promise<readonly string[]> {
  return [...SCRAPE_FAMILIES, ...(await everyFamily()).map(({ definition }) => definition)].map(({ name }) => name);
}

/** A Markdown table of the metrics about the exporter: name with labels, type, and their HELP text. */
export async function ownMetricsTable(): Promise<string> {
  const rows = [
    ...SCRAPE_FAMILIES.map((family) => row(family, `{${family.labels.join(",")}}`)),
    ...(await everyFamily()).map((piece) => row(piece.definition, labelsOf(piece))),
  ];
  return ["| Name | Type | Meaning |", "| --- | --- | --- |", ...rows.toSorted(byName)].join("\n");
}

function row({ name, type, help }: Pick<Family, "name" | "type" | "help">, labels: string): string {
  return `| \`${name}${labels}\` | ${type} | ${help} |`;
}

function byName(a: string, b: string): number {
  const [x, y] = [a, b].map((row) => /`(\w+)/.exec(row)?.[1] ?? "");
  return x === y ? 0 : (x ?? "") < (y ?? "") ? -1 : 1;
}

/** Of a collector that left out a record. */
const SECTION: Section = {
  collector: 0,
  status: "ok",
  seconds: 0,
  message: "",
  duplicates: 0,
  skipped: 1,
  samples: 0,
  bytes: 0,
  pieces: [],
};

/** The families after a collection in which a record was left out and a collector was not ready. */
async function everyFamily(): Promise<readonly Piece[]> {
  const own = new OwnMetrics(["uname"], true, (error) => {
    throw error;
  });
  own.workersChanged([{ gauges: new Float64Array(8) }]);
  own.collected({ collectors: [0], sections: [SECTION], unfinished: [0], first: true, waited: 0, collected: 0 });
  // All is read by the first collection after something was observed; later ones read some of it once a second.
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
