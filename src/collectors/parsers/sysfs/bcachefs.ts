import { ParseError } from "../../kit/errors.ts";
import { parseFloatStrict, Scanner } from "../scanner.ts";

export interface Compression {
  readonly algorithm: string;
  /** Bytes. */
  readonly compressed: number;
  readonly uncompressed: number;
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

export interface BtreeWrites extends NamedCount {
  /** Bytes of a write on average. */
  readonly averageSize: number;
}

export interface IoDone {
  readonly operation: "read" | "write";
  readonly dataType: string;
  readonly bytes: number;
}

const SUFFIXES = "kmgtpe";

/** A float with an optional binary suffix (`2.05G`), truncated to an integer. */
export function parseBcachefsNumber(text: string, path: string): number {
  const power = SUFFIXES.indexOf(text.slice(-1).toLowerCase()) + 1;
  const scaled = text !== "" && power > 0;
  const value = parseFloatStrict(scaled ? text.slice(0, -1) : text);
  if (value === undefined || !Number.isFinite(value))
    throw new ParseError(`${path}: ${JSON.stringify(text)} is not a number`);
  return Math.trunc(scaled ? value * 1024 ** power : value);
}

/** Parses `compression_stats`: a heading, then a row an algorithm. */
export function parseCompressionStats(bytes: Buffer, path: string): readonly Compression[] {
  const found: Compression[] = [];
  for (const [name = "", compressed, uncompressed] of rowsBelowHeading(bytes, path)) {
    if (compressed === undefined || uncompressed === undefined) continue;
    found.push({
      algorithm: withoutColon(name),
      compressed: parseBcachefsNumber(compressed, path),
      uncompressed: parseBcachefsNumber(uncompressed, path),
    });
  }
  return found;
}

/** Parses `btree_write_stats`: a heading, then a row a cause. */
export function parseBtreeWriteStats(bytes: Buffer, path: string): readonly BtreeWrites[] {
  const found: BtreeWrites[] = [];
  for (const [name = "", count, size] of rowsBelowHeading(bytes, path)) {
    if (count === undefined || size === undefined) continue;
    found.push({
      name: withoutColon(name),
      count: parseBcachefsNumber(count, path),
      averageSize: parseBcachefsNumber(size, path),
    });
  }
  return found;
}

/** Parses `errors`: name, count and time of the last one. */
export function parseErrors(bytes: Buffer, path: string): readonly NamedCount[] {
  const found: NamedCount[] = [];
  for (const [name = "", count] of rows(bytes, path))
    if (count !== undefined) found.push({ name, count: parseBcachefsNumber(count, path) });
  return found;
}

/** Parses a file of `counters`; 0 where the kernel only knows the count since the mount. */
export function parseCounter(text: string, path: string): number {
  const lines = text.split("\n");
  const value = valueOf(lines, "since filesystem creation:");
  if (value !== undefined) return parseBcachefsNumber(value, path);
  if (valueOf(lines, "since mount:") !== undefined) return 0;
  throw new ParseError(`${path}: no count in ${JSON.stringify(text)}`);
}

/** Parses `io_done` of a device: a section for reads and one for writes, a line a type of data. */
export function parseIoDone(bytes: Buffer, path: string): readonly IoDone[] {
  const scanner = new Scanner(bytes, path);
  const found: IoDone[] = [];
  let operation: IoDone["operation"] | undefined;
  while (!scanner.atEnd()) {
    const key = scanner.until(":")?.trim();
    const blank = scanner.atLineEnd();
    if (blank && (key === "read" || key === "write")) operation = key;
    else if (key !== undefined && operation !== undefined) {
      found.push({ operation, dataType: key, bytes: scanner.uint() });
    }
    scanner.nextLine();
  }
  return found;
}

/** Parses `io_errors` of a device: the counts since the file system was made, not those since the last reset. */
export function parseIoErrors(bytes: Buffer, path: string): readonly NamedCount[] {
  const scanner = new Scanner(bytes, path);
  const found: NamedCount[] = [];
  let wanted = false;
  while (!scanner.atEnd()) {
    if (scanner.accept("IO errors since")) wanted = scanner.line().trim() === "filesystem creation";
    else {
      const name = scanner.until(":")?.trim();
      if (wanted && name !== undefined) found.push({ name, count: scanner.uint() });
      scanner.nextLine();
    }
  }
  return found;
}

function rowsBelowHeading(bytes: Buffer, path: string): readonly (readonly string[])[] {
  return rows(bytes, path).slice(1);
}

function rows(bytes: Buffer, path: string): readonly (readonly string[])[] {
  const scanner = new Scanner(bytes, path);
  const found: string[][] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const row: string[] = [];
    while (!scanner.atLineEnd()) row.push(scanner.word());
    found.push(row);
  }
  return found;
}

function valueOf(lines: readonly string[], key: string): string | undefined {
  return lines
    .find((line) => line.startsWith(key))
    ?.slice(key.length)
    .trim();
}

function withoutColon(name: string): string {
  return name.endsWith(":") ? name.slice(0, -1) : name;
}
