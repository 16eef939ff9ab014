import type { MetricType } from "../../../src/collectors/kit/family.ts";
import { textHeader } from "../../../src/collectors/text-format/header.ts";
import { type ArenaMemory, createArenaMemory } from "../../../src/workers/protocol/arena-memory.ts";
import { ArenaReader } from "../../../src/workers/protocol/arena-reader.ts";
import { ArenaWriter } from "../../../src/workers/protocol/arena-writer.ts";
import type { Outcome } from "../../../src/workers/protocol/outcome.ts";
import type { Section } from "../../../src/workers/protocol/section.ts";
import { textOf } from "../../main/scrape/pieces.ts";

/** Collectors by number. The text of the last comes from users. */
export const COLLECTORS = ["arp", "cpu", "textfile"];
export const OK: Outcome = { status: "ok", seconds: 0.25, cpuSeconds: 0.125, message: "", skipped: 0 };

export interface FamilyInput {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly text: string;
  readonly openMetrics: string | undefined;
  readonly samples: number;
  readonly duplicates: number;
}

export interface SectionInput {
  readonly collector: string;
  readonly outcome: Outcome;
  readonly families: readonly FamilyInput[];
}

/** A writer and a reader on the same memory. */
export function arena(memory: ArenaMemory = createArenaMemory(COLLECTORS.length)) {
  return { memory, writer: new ArenaWriter(memory), reader: new ArenaReader(memory, new Set([2])) };
}

/** A gauge with this text as its samples. */
export function family(name: string, text: string): FamilyInput {
  return { name, type: "gauge", help: "", text, openMetrics: undefined, samples: 1, duplicates: 0 };
}

/** A number for each text that there was. */
const versions = new Map<string, number>();

function versionOf(text: string): number {
  const version = versions.get(text) ?? versions.size;
  versions.set(text, version);
  return version;
}

/** Publishes a section as the worker does when the collector has ended. */
export function publish(writer: ArenaWriter, { collector, outcome, families }: SectionInput): void {
  const number = COLLECTORS.indexOf(collector);
  writer.started(number);
  writer.ended(number, outcome, {
    finish(take) {
      for (const input of families) {
        const { name, type, help, text, openMetrics, samples, duplicates } = input;
        const bytes = Buffer.from(textHeader(name, type, help) + text);
        // Longer than what counts of it, as the renderer's buffers are.
        const padded = Buffer.concat([bytes, Buffer.from("rest")]);
        const lines = { bytes: padded, length: bytes.length, samples, duplicates };
        const version = versionOf(JSON.stringify(input));
        const more = openMetrics === undefined ? undefined : Buffer.from(openMetrics);
        take({ name, type, help }, { ...lines, version, layout: version, openMetrics: more }, -1);
      }
    },
  });
}

/** What `readable` returns for a section that arrived as it was published. */
export function expected({ collector, outcome, families }: SectionInput) {
  return {
    collector: COLLECTORS.indexOf(collector),
    ...outcome,
    samples: families.reduce((sum, { samples }) => sum + samples, 0),
    duplicates: families.reduce((sum, { duplicates }) => sum + duplicates, 0),
    families: families.map(({ name, type, help, text, openMetrics }) => ({ name, type, help, text, openMetrics })),
  };
}

/** A section as the reader returns it, with texts in place of bytes. */
export function readable(section: Section | undefined) {
  if (section === undefined) return undefined;
  const { collector, status, seconds, cpuSeconds, message, samples, skipped, duplicates, pieces } = section;
  const families = pieces.map((piece) => {
    const { definition, openMetrics } = piece;
    const { name, type, help } = definition;
    return { name, type, help, text: textOf(piece), openMetrics: openMetrics?.toString() };
  });
  return { collector, status, seconds, cpuSeconds, message, samples, skipped, duplicates, families };
}
