import { ParseError } from "../../kit/errors.ts";
import { parseFloatStrict } from "../numbers.ts";
import { Scanner, textUntil } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

interface Compression {
  readonly algorithm: string;
  /** Bytes. */
  readonly compressed: number;
  readonly uncompressed: number;
}

interface NamedCount {
  readonly name: string;
  readonly count: number;
}

interface BtreeWrites extends NamedCount {
  /** Bytes of a write on average. */
  readonly averageSize: number;
}

interface IoDone {
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
export function parseCompressionStats(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly Compression[] {
  const found: Compression[] = [];
  readRows(bytes, path, skip, 1, ([name = "", compressed, uncompressed]) => {
    if (compressed === undefined || uncompressed === undefined) return false;
    found.push({
      algorithm: withoutColon(name),
      compressed: parseBcachefsNumber(compressed, path),
      uncompressed: parseBcachefsNumber(uncompressed, path),
    });
    return true;
  });
  return found;
}

/** Parses `btree_write_stats`: a heading, then a row a cause. */
export function parseBtreeWriteStats(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly BtreeWrites[] {
  const found: BtreeWrites[] = [];
  readRows(bytes, path, skip, 1, ([name = "", count, size]) => {
    if (count === undefined || size === undefined) return false;
    found.push({
      name: withoutColon(name),
      count: parseBcachefsNumber(count, path),
      averageSize: parseBcachefsNumber(size, path),
    });
    return true;
  });
  return found;
}

/** Parses `errors`: name, count and time of the last one. */
export function parseErrors(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly NamedCount[] {
  const found: NamedCount[] = [];
  readRows(bytes, path, skip, 0, ([name = "", count]) => {
    return count !== undefined && found.push({ name, count: parseBcachefsNumber(count, path) }) > 0;
  });
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
export function parseIoDone(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly IoDone[] {
  const scanner = new Scanner(bytes, path);
  const found: IoDone[] = [];
  let operation: IoDone["operation"] | undefined;
  readLines(scanner, skip, () => {
    const key = textUntil(scanner, ":")?.trim();
    const blank = scanner.atLineEnd();
    if (blank && (key === "read" || key === "write")) operation = key;
    else if (key === undefined || operation === undefined) return false;
    else found.push({ operation, dataType: key, bytes: scanner.uint() });
    return true;
  });
  return found;
}

/** Parses `io_errors` of a device: the counts since the file system was made, not those since the last reset. */
export function parseIoErrors(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly NamedCount[] {
  const scanner = new Scanner(bytes, path);
  const found: NamedCount[] = [];
  let wanted = false;
  readLines(scanner, skip, () => {
    if (scanner.accept("IO errors since")) wanted = scanner.restOfLine().trim() === "filesystem creation";
    else {
      const name = textUntil(scanner, ":")?.trim();
      if (wanted && name !== undefined) found.push({ name, count: scanner.uint() });
    }
  });
  return found;
}

/** Hands over the words of every row after so many of the heading; false from `read`: the row is none. */
function readRows(
  bytes: Buffer,
  path: string,
  skip: Skip,
  headings: number,
  read: (words: readonly string[]) => boolean,
): void {
  const scanner = new Scanner(bytes, path);
  for (let line = 0; line < headings; line++) scanner.nextLine();
  readLines(scanner, skip, () => {
    const row: string[] = [];
    while (!scanner.atLineEnd()) row.push(scanner.word());
    return read(row);
  });
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
