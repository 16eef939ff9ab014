import { ParseError } from "../../kit/errors.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";
import { decodeUtf8 } from "../utf8.ts";

/** One mount of /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  readonly id: number;
  /** The mount that this one lies on. */
  readonly parent: number;
  readonly major: number;
  readonly minor: number;
  /** Path of the mount point, escapes decoded; what is not UTF-8 is U+FFFD. */
  readonly mountPoint: string;
  /** The exact bytes of the path where `mountPoint` is not them. */
  readonly mountPointBytes: Buffer | undefined;
  /** Options of this mount, comma separated. */
  readonly options: string;
  readonly fsType: string;
  /** What is mounted, octal escapes as the kernel wrote them; may be empty. */
  readonly source: string;
  /** Options of the file system, comma separated. */
  readonly superOptions: string;
}

const SPACE = 32;
const NEWLINE = 10;
const BACKSLASH = 92;
const COLON = 58;
const ZERO = 48;

/** Parses the lines of show_mountinfo (fs/proc_namespace.c); fields are separated by exactly one blank. */
export function parseMountinfo(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly Mount[] {
  const cursor: Cursor = { bytes, path, start: 0, at: 0, end: 0 };
  const mounts: Mount[] = [];
  let problem: Error | undefined;
  while (cursor.at < bytes.length) {
    const found = bytes.indexOf(NEWLINE, cursor.at);
    cursor.start = cursor.at;
    cursor.end = found < 0 ? bytes.length : found;
    try {
      mounts.push(parseLine(cursor));
    } catch (error) {
      problem = skipParseError(error, skip);
    }
    cursor.at = cursor.end + 1;
  }
  if (mounts.length === 0 && problem !== undefined) throw problem;
  return mounts;
}

/** Whether a comma separated list of mount options holds `option`. */
export function hasOption(options: string, option: string): boolean {
  for (let at = options.indexOf(option); at >= 0; at = options.indexOf(option, at + 1)) {
    const after = at + option.length;
    const starts = at === 0 || options[at - 1] === ",";
    if (starts && (after === options.length || options[after] === ",")) return true;
  }
  return false;
}

/** A position in one line; `end` is where the line ends. */
interface Cursor {
  readonly bytes: Buffer;
  readonly path: string;
  start: number;
  at: number;
  end: number;
}

function parseLine(cursor: Cursor): Mount {
  const id = integer(cursor, SPACE);
  const parent = integer(cursor, SPACE);
  const major = integer(cursor, COLON);
  const minor = integer(cursor, SPACE);
  skip(cursor);
  const [mountPoint, mountPointBytes] = pathField(cursor);
  const options = text(cursor);
  skipOptionalFields(cursor);
  const fsType = text(cursor);
  const source = text(cursor);
  const superOptions = decode(cursor.bytes, cursor.at, cursor.end);
  return { id, parent, major, minor, mountPoint, mountPointBytes, options, fsType, source, superOptions };
}

/** Fields such as `shared:1` stand before a lone dash. */
function skipOptionalFields(cursor: Cursor): void {
  for (;;) {
    const { at } = cursor;
    skip(cursor);
    if (cursor.at - at === 2 && cursor.bytes[at] === 45) return;
  }
}

/** A decimal number up to `stop`. */
function integer(cursor: Cursor, stop: number): number {
  const { bytes, end } = cursor;
  const from = cursor.at;
  let value = 0;
  let at = from;
  for (; at < end && bytes[at] !== stop; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9 || at - from > 9) throw failure(cursor, "bad number");
    value = value * 10 + digit;
  }
  if (at === from || at === end) throw failure(cursor, "bad number");
  cursor.at = at + 1;
  return value;
}

function text(cursor: Cursor): string {
  const from = cursor.at;
  return decode(cursor.bytes, from, skip(cursor));
}

function pathField(cursor: Cursor): readonly [text: string, bytes: Buffer | undefined] {
  const { bytes, at: from } = cursor;
  const to = skip(cursor);
  let plain = true;
  for (let i = from; i < to && plain; i++) plain = (bytes[i] ?? 0) < 128 && bytes[i] !== BACKSLASH;
  if (plain) return [bytes.toString("latin1", from, to), undefined];
  const exact = unescape(bytes, from, to);
  const decoded = decodeUtf8(exact);
  return [decoded, Buffer.from(decoded).equals(exact) ? undefined : exact];
}

/** Moves behind the blank that ends the current field and returns where the field ends. */
function skip(cursor: Cursor): number {
  const { bytes, end } = cursor;
  let { at } = cursor;
  while (at < end && bytes[at] !== SPACE) at++;
  if (at >= end) throw failure(cursor, "too few fields");
  cursor.at = at + 1;
  return at;
}

/** The kernel writes blanks, tabs, line breaks, backslashes and `#` as a backslash with three octal digits. */
function unescape(bytes: Buffer, from: number, to: number): Buffer {
  const exact = Buffer.allocUnsafe(to - from);
  let length = 0;
  for (let i = from; i < to; i++) {
    const escaped = bytes[i] === BACKSLASH && i + 3 < to ? octal(bytes, i + 1) : -1;
    exact[length++] = escaped < 0 ? (bytes[i] ?? 0) : escaped;
    if (escaped >= 0) i += 3;
  }
  return exact.subarray(0, length);
}

/** The byte that three octal digits stand for; -1 when they are none. */
function octal(bytes: Buffer, at: number): number {
  let value = 0;
  for (let i = at; i < at + 3; i++) {
    const digit = (bytes[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 7) return -1;
    value = value * 8 + digit;
  }
  return value < 256 ? value : -1;
}

function decode(bytes: Buffer, from: number, to: number): string {
  for (let i = from; i < to; i++) if ((bytes[i] ?? 0) > 127) return decodeUtf8(bytes.subarray(from, to));
  return bytes.toString("latin1", from, to);
}

function failure(cursor: Cursor, problem: string): ParseError {
  const line = cursor.bytes.toString("utf8", cursor.start, Math.min(cursor.end, cursor.start + 120));
  return new ParseError(`${cursor.path}: ${problem} in ${JSON.stringify(line)}`);
}
