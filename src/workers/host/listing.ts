import { decodeName } from "../../collectors/parsers/utf8.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import type { Entry } from "../../collectors/kit/host.ts";

/** The entries of a directory, sorted bytewise by name, without `.` and `..`. */
export interface Listing {
  readonly entries: readonly Entry[];
  readonly names: readonly string[];
}

export function sortedListing(entries: Entry[]): Listing {
  entries.sort((a, b) => compareBytewise(a.name, b.name));
  return { entries, names: entries.map(({ name }) => name) };
}

/** Offsets in struct linux_dirent64; the name follows the type and ends with a zero byte. */
const LENGTH = 16;
const TYPE = 18;
const NAME = 19;

/** d_type values (dirent.h). */
const DT_UNKNOWN = 0;
const KINDS: Readonly<Record<number, Entry["kind"]>> = { 4: "directory", 8: "file", 10: "symlink" };

const ZERO = 48;

/** Digits of a number that is exact. */
const MOST_DIGITS = 15;

/** The result of getdents64(2): entries, and the names of those whose kind the file system did not report. */
export interface Dirents {
  readonly entries: Entry[];
  readonly unknown: readonly string[];
}

/** Reads the records of getdents64(2). procfs does not report the kind of a process that is just ending. */
export function parseDirents(bytes: Buffer): Dirents {
  const entries: Entry[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt16LE(at + LENGTH)) {
    const type = bytes[at + TYPE] ?? DT_UNKNOWN;
    const name = decodeName(bytes.subarray(at + NAME, bytes.indexOf(0, at + NAME)));
    if (name === "." || name === "..") continue;
    if (type === DT_UNKNOWN) unknown.push(name);
    else entries.push({ name, kind: KINDS[type] ?? "other" });
  }
  return { entries, unknown };
}

/** Of the records of getdents64(2), the names that are whole numbers as the kernel writes them. */
export function parseNumbers(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt16LE(at + LENGTH)) {
    const number = numberAt(bytes, at + NAME);
    if (number >= 0) numbers.push(number);
  }
  return numbers;
}

/** The same of names. */
export function numbersAmong(names: readonly string[]): number[] {
  return names.map((name) => numberAt(Buffer.from(`${name}\0`), 0)).filter((number) => number >= 0);
}

/** The number that ends with a zero byte; negative where there is another name. */
function numberAt(bytes: Buffer, start: number): number {
  let number = 0;
  let at = start;
  for (; bytes[at] !== 0; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  const digits = at - start;
  const isWritten = digits > 0 && digits <= MOST_DIGITS && (bytes[start] !== ZERO || digits === 1);
  return isWritten ? number : -1;
}
