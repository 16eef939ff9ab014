import { openMetricsHeader, textHeader } from "../../collectors/text-format/header.ts";
import type { MetricType } from "../../collectors/kit/family.ts";

/** A metric family with its HELP and TYPE lines in both formats. Equal families are the same object. */
export interface FamilyDefinition {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly text: Buffer;
  /** The same object as `text` where both are equal. */
  readonly openMetrics: Buffer;
}

/** Past this many, or this many characters, the table starts over: textfiles may bring new families for ever. */
const MAX_DEFINITIONS = 50_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;

const table = new Map<string, FamilyDefinition>();
let characters = 0;

/** The definition of a family; the same object for the same name, type and help. */
export function defineFamily(name: string, type: MetricType, help: string): FamilyDefinition {
  const key = `${type} ${name} ${help}`;
  let definition = table.get(key);
  if (definition === undefined) {
    if (table.size >= MAX_DEFINITIONS || characters > MAX_CHARACTERS) {
      table.clear();
      characters = 0;
    }
    characters += key.length;
    const text = Buffer.from(textHeader(name, type, help));
    const openMetrics = Buffer.from(openMetricsHeader(name, type, help));
    definition = { name, type, help, text, openMetrics: openMetrics.equals(text) ? text : openMetrics };
    table.set(key, definition);
  }
  return definition;
}
