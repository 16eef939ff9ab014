import { ParseError } from "../../kit/errors.ts";
import { parseUint } from "../numbers.ts";
import { Scanner, textUntil } from "../scanner.ts";

/** The writeback controller of a backing device; rates in bytes per second, all terms in bytes. */
export interface WritebackRate {
  readonly rate: number;
  readonly target: number;
  readonly proportional: number;
  readonly integral: number;
  readonly change: number;
}

/** How the buckets of a cache device are used, in percent. */
interface PriorityStats {
  readonly unusedPercent: number;
  readonly metadataPercent: number;
}

const SUFFIXES = "kMGTPEZY";

/** bch_hprint (drivers/md/bcache/util.c) prints 1,024ths as tenths. */
const FRACTION = 10.24;

/** A number of bcache, plain or with one decimal and a binary suffix (`1.5k`); truncated to an integer. */
export function parseBcacheNumber(text: string, path: string): number {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?([kMGTPEZY]?)$/.exec(text);
  if (match === null) throw new ParseError(`${path}: ${JSON.stringify(text)} is not a number`);
  const [, sign, whole = "", fraction = "0", suffix = ""] = match;
  const scale = 1024 ** (suffix === "" ? 0 : SUFFIXES.indexOf(suffix) + 1);
  if (parseUint(whole) === undefined) throw new ParseError(`${path}: ${JSON.stringify(text)} is too large`);
  const value = suffix === "" ? Number(whole) : (Number(whole) + Number(fraction) / FRACTION) * scale;
  return sign === "-" ? -Math.trunc(value) : Math.trunc(value);
}

/** Parses `writeback_rate_debug` of a backing device. */
export function parseWritebackRate(bytes: Buffer, path: string): WritebackRate {
  const fields = parseFields(bytes, path);
  const number = (key: string): number =>
    parseBcacheNumber(required(fields, key, path).replace(/\/sec$/, ""), `${path}: ${key}`);
  return {
    rate: number("rate"),
    target: number("target"),
    proportional: number("proportional"),
    integral: number("integral"),
    change: number("change"),
  };
}

/** Parses `priority_stats` of a cache device. */
export function parsePriorityStats(bytes: Buffer, path: string): PriorityStats {
  const fields = parseFields(bytes, path);
  const percent = (key: string): number => {
    const text = required(fields, key, path);
    const value = text.endsWith("%") ? parseUint(text.slice(0, -1)) : undefined;
    if (value === undefined) throw new ParseError(`${path}: ${key}: ${JSON.stringify(text)} is not a percentage`);
    return value;
  };
  return { unusedPercent: percent("Unused"), metadataPercent: percent("Metadata") };
}

/** First word behind the colon of each line. */
function parseFields(bytes: Buffer, path: string): ReadonlyMap<string, string> {
  const scanner = new Scanner(bytes, path);
  const fields = new Map<string, string>();
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const key = textUntil(scanner, ":");
    if (key !== undefined) fields.set(key, scanner.word());
  }
  return fields;
}

function required(fields: ReadonlyMap<string, string>, key: string, path: string): string {
  const text = fields.get(key);
  if (text === undefined) throw new ParseError(`${path}: no line ${JSON.stringify(key)}`);
  return text;
}
