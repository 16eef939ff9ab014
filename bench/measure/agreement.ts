import type { Loader } from "../load/loader.ts";
import type { Program } from "../program/program.ts";

/** Families that a program has about itself. */
const OWN = /^(?:go_|process_|promhttp_|nodejs_|node_exporter_|node_scrape_collector_)/;

/** What an exposition shows of the host. */
export interface Content {
  readonly samples: number;
  /** Collectors that did not succeed. */
  readonly failed: readonly string[];
}

/** What both programs show, so that readers see whether they do the same work. */
export async function contentOf(loader: Loader, program: Program): Promise<Content> {
  const { body } = await loader.scrape(`${program.url}/metrics`);
  const lines = body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const failed = [...body.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\} 0$/gm)];
  return { samples: lines.filter((line) => !OWN.test(line)).length, failed: failed.map(([, name = ""]) => name) };
}

/** The counter of collections; undefined where the program has none. */
export async function collectionsOf(loader: Loader, program: Program): Promise<number | undefined> {
  const { body } = await loader.scrape(`${program.url}/metrics?name[]=node_exporter_collections_total`);
  const value = /^node_exporter_collections_total (\S+)$/m.exec(body)?.[1];
  return value === undefined ? undefined : Number(value);
}

/** One line that names differences in what the programs show; collectors without success in all of them are left out. */
export function agreementLine(contents: readonly (readonly [program: string, content: Content])[]): string {
  return contents
    .map(([program, { samples, failed }]) => {
      const alone = failed.filter((name) => contents.some(([, other]) => !other.failed.includes(name)));
      const without = alone.length === 0 ? "" : ` (without success here alone: ${alone.join(" ")})`;
      return `${program}: ${samples} samples of the host${without}`;
    })
    .join("; ");
}
