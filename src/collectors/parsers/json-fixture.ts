import { messageOf, ParseError } from "../kit/errors.ts";
import { readItems, type Skip } from "./skip.ts";

/** A JSON object whose keys are found whatever their case. */
interface JsonRecord {
  /** The number of that key; 0 when absent. */
  number(key: string): number;
  /** The text of that key; empty when absent. */
  text(key: string): string;
}

/** Parses a JSON array of objects, or one object (as an array of one); what `read` makes of each. */
export function parseJsonRecords<T>(
  bytes: Uint8Array,
  path: string,
  skip: Skip,
  read: (record: JsonRecord) => T,
): readonly T[] {
  const value = parse(bytes, path);
  return readItems<unknown, T>(Array.isArray(value) ? value : [value], skip, (item) => read(record(item, path)));
}

function parse(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    throw new ParseError(`${path}: ${messageOf(error)}`);
  }
}

function record(item: unknown, path: string): JsonRecord {
  if (typeof item !== "object" || item === null) throw new ParseError(`${path}: ${JSON.stringify(item)} is no object`);
  const values = new Map(Object.entries(item).map(([key, value]: [string, unknown]) => [key.toLowerCase(), value]));
  const problem = (key: string, what: string) => new ParseError(`${path}: ${key} is no ${what}`);
  return {
    number(key) {
      const value = values.get(key.toLowerCase()) ?? 0;
      if (typeof value !== "number") throw problem(key, "number");
      return value;
    },
    text(key) {
      const value = values.get(key.toLowerCase()) ?? "";
      if (typeof value !== "string") throw problem(key, "text");
      return value;
    },
  };
}
