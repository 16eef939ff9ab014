import { Scanner, textUntil } from "../scanner.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";

/** One memory zone of a NUMA node, with the node's own counters at the first of its zones. */
interface Zone {
  readonly node: string;
  readonly zone: string;
  /** Pages or events, by the kernel's word for them. */
  readonly values: ReadonlyMap<string, number>;
  /** Pages kept back from allocations that could use a higher zone, by zone; empty when the line is damaged. */
  readonly protection: readonly number[];
}

const PAGESETS = "pagesets";
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

/**
 * Parses zoneinfo_show_print (mm/vmstat.c). The lists by CPU, which make up most of the file on large hosts,
 * are stepped over.
 */
export function parseZoneinfo(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly Zone[] {
  const scanner = new Scanner(bytes, path);
  const zones: Zone[] = [];
  let problem: Error | undefined;
  while (!scanner.atEnd()) {
    const start = scanner.at;
    try {
      zones.push(parseZone(scanner, skip));
    } catch (error) {
      problem = skipParseError(error, skip);
      scanner.at = start;
      skipToNextZone(scanner);
      scanner.nextLine();
    }
  }
  if (zones.length === 0 && problem !== undefined) throw problem;
  return zones;
}

function parseZone(scanner: Scanner, skip: Skip): Zone {
  const match = /^Node (\d+), zone\s+(\w+)/.exec(scanner.restOfLine());
  if (match === null) throw scanner.error("no node and zone");
  scanner.nextLine();
  const [, node = "", zone = ""] = match;
  const values = new Map<string, number>();
  let protection: readonly number[] = [];
  for (; !scanner.atEnd() && !startsZone(scanner); scanner.nextLine()) {
    const key = scanner.word();
    if (key === PAGESETS) skipToNextZone(scanner);
    else if (key === "protection:") protection = parseProtection(scanner);
    else if (!key.endsWith(":")) readValue(scanner, key, values, skip);
  }
  return { node, zone, values, protection };
}

function startsZone(scanner: Scanner): boolean {
  const start = scanner.at;
  const found = scanner.accept("Node");
  scanner.at = start;
  return found;
}

/** Leaves the scanner at the line break before the next zone. */
function skipToNextZone(scanner: Scanner): void {
  const found = scanner.bytes.indexOf("\nNode", scanner.at);
  scanner.at = found < 0 ? scanner.end : found;
}

/** Headings such as `per-node stats` and `pages free 3840` have no number in second place. */
function readValue(scanner: Scanner, key: string, values: Map<string, number>, skip: Skip): void {
  if (scanner.atLineEnd() || !isNumberStart(scanner.bytes[scanner.at])) return;
  try {
    values.set(key, scanner.int());
  } catch (error) {
    skipParseError(error, skip);
  }
}

function isNumberStart(byte: number | undefined): boolean {
  return byte === MINUS || (byte !== undefined && byte >= ZERO && byte <= NINE);
}

function parseProtection(scanner: Scanner): readonly number[] {
  scanner.skipBlanks();
  const list = textUntil(scanner, ")");
  if (list === undefined || !/^\(\d+(, *\d+)*$/.test(list)) return [];
  return list.slice(1).split(",").map(Number);
}
