import { setImmediate as nextTurn } from "node:timers/promises";
import type { Family } from "../src/collectors/kit/family.ts";
import type { NamedShape } from "./generated-modules.ts";
import { duration, success } from "../src/main/exposition/scrape-families.ts";
import { OwnMetrics, type OwnMetricsOptions } from "../src/main/self/own-metrics.ts";
import { type Piece, samplesStart, type Section } from "../src/workers/protocol/section.ts";

/** These come with the exposition, not from `OwnMetrics`. */
const SCRAPE_FAMILIES = [duration, success];

const EVERYTHING: OwnMetricsOptions = { disableExporterMetrics: false, exporterMetrics: "full" };

/** What shows fewer of them, by the word for what is left; the first one with a metric counts. */
const SETS: readonly (readonly [string, OwnMetricsOptions])[] = [
  ["always", { ...EVERYTHING, disableExporterMetrics: true }],
  ["default", { ...EVERYTHING, exporterMetrics: "default" }],
];

/** All families about the exporter. */
export async function ownShapes(): Promise<readonly NamedShape[]> {
  const shapeOf = ({ name, type }: Pick<Family, "name" | "type">, labels: readonly string[]) => ({
    name,
    type,
    labels,
  });
  return [
    ...SCRAPE_FAMILIES.map((family) => shapeOf(family, family.labels)),
    ...(await families(EVERYTHING)).map((piece) => shapeOf(piece.definition, labelsOf(piece))),
  ];
}

/** A Markdown table of the metrics about the exporter: name with labels, type, the smallest set with it, HELP text. */
export async function ownMetricsTable(): Promise<string> {
  const sets = new Map<string, string>();
  for (const [set, options] of SETS.toReversed())
    for (const { definition } of await families(options)) sets.set(definition.name, set);
  const rows = [
    ...SCRAPE_FAMILIES.map((family) => row(family, labelsText(family.labels), "always")),
    ...(await families(EVERYTHING)).map((piece) =>
      row(piece.definition, labelsText(labelsOf(piece)), sets.get(piece.definition.name) ?? "full"),
    ),
  ];
  return ["| Name | Type | Set | Meaning |", "| --- | --- | --- | --- |", ...rows.toSorted(byName)].join("\n");
}

function row({ name, type, help }: Pick<Family, "name" | "type" | "help">, labels: string, set: string): string {
  return `| \`${name}${labels}\` | ${type} | ${set} | ${help} |`;
}

function byName(a: string, b: string): number {
  const [x, y] = [a, b].map((row) => /`(\w+)/.exec(row)?.[1] ?? "");
  return x === y ? 0 : (x ?? "") < (y ?? "") ? -1 : 1;
}

/** Of a collector that failed after it had left out a record and a series. */
const SECTION: Section = {
  collector: 0,
  status: "failed",
  seconds: 0,
  cpuSeconds: 0,
  message: "",
  duplicates: 0,
  skipped: 1,
  seriesDropped: 1,
  samples: 0,
  bytes: 0,
  pieces: [],
};

/** The families that are shown after a collection in which a collector failed, a record was left out and a collector was not ready. */
async function families(options: OwnMetricsOptions): Promise<readonly Piece[]> {
  const own = new OwnMetrics(["uname", "arp"], options, (error) => {
    throw error;
  });
  for (const level of ["certificate expiry", "config reload success time", "config reload successful"] as const) {
    own.set(level, 0);
  }
  own.workersChanged([{ gauges: new Float64Array(8) }]);
  own.collected({
    collectors: [0, 1],
    sections: [SECTION],
    unfinished: [1],
    first: true,
    waited: 0,
    collected: 0,
    timeUsed: 0,
  });
  // All is read by the first collection after something was observed; later ones read some of it once a second.
  own.count("collection started");
  await nextTurn();
  return own.families();
}

/** Of the first sample; the bucket of a histogram is no label of its own. */
function labelsOf(piece: Piece): readonly string[] {
  const text = piece.bytes.toString("utf8", samplesStart(piece), piece.start + piece.length);
  const [, labels = ""] = /^\w+\{(.*?)\} /.exec(text) ?? [];
  return [...labels.matchAll(/(\w+)="/g)].map(([, name = ""]) => name).filter((name) => name !== "le");
}

function labelsText(names: readonly string[]): string {
  return names.length === 0 ? "" : `{${names.join(",")}}`;
}
