import { parseFloatStrict, parseInt64, UINT64_MAX } from "./numbers.ts";
import { ParseError } from "../kit/errors.ts";
import { decodeName } from "./utf8.ts";

const SPACE = 32;
const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const MINUS = 45;

const DIGITS = /^\d+$/;

/** Bytes of a line that an error quotes at most. */
const LONGEST_QUOTE = 120;

/**
 * Walks over the bytes of a kernel file, word by word and line by line, without making strings that nobody needs.
 * `what` names the file in error messages. Numbers are whole words: a blank or the end of the line follows them. What ends
 * at another character, such as the `1:` of a list, is read with `textUntil`.
 */
export class Scanner {
  at = 0;
  readonly bytes: Buffer;
  readonly what: string;
  readonly end: number;

  constructor(bytes: Buffer, what: string) {
    this.bytes = bytes;
    this.what = what;
    this.end = bytes.length;
  }

  atEnd(): boolean {
    return this.at >= this.end;
  }

  /** True at a line break or the end of the file; blanks before it are skipped. */
  atLineEnd(): boolean {
    this.skipBlanks();
    return this.at >= this.end || this.bytes[this.at] === NEWLINE;
  }

  /** True at a blank, a line break or the end of the file, that is, behind a word. */
  endsWord(at = this.at): boolean {
    const byte = this.bytes[at];
    return byte === undefined || byte === NEWLINE || isBlank(byte);
  }

  /** Skips blanks and tabs, never a line break. */
  skipBlanks(): void {
    const { bytes, end } = this;
    let at = this.at;
    while (at < end && isBlank(bytes[at])) at++;
    this.at = at;
  }

  /** Moves to the start of the next line. */
  nextLine(): void {
    // Most often the line has been read up to its end, and to search for that costs more than to look.
    if (this.bytes[this.at] === NEWLINE) {
      this.at++;
      return;
    }
    const found = this.bytes.indexOf(NEWLINE, this.at);
    this.at = found < 0 ? this.end : found + 1;
  }

  /** The rest of the line, line break excluded, and moves to the next line. */
  line(): string {
    const text = this.restOfLine();
    this.nextLine();
    return text;
  }

  /** The rest of the line, line break excluded, and moves there. */
  restOfLine(): string {
    const start = this.at;
    const found = this.bytes.indexOf(NEWLINE, start);
    this.at = found < 0 ? this.end : found;
    return decode(this.bytes, start, this.at);
  }

  /** The next word of this line; empty at the end of the line. */
  word(): string {
    this.skipBlanks();
    const start = this.at;
    this.skipWord();
    return decode(this.bytes, start, this.at);
  }

  /** Moves behind the current word. */
  skipWord(): void {
    this.skipBlanks();
    let { at } = this;
    while (!this.endsWord(at)) at++;
    this.at = at;
  }

  /** True, and moves behind it, when these ASCII characters come next (no blanks are skipped). */
  accept(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text.charCodeAt(i)) return false;
    this.at += text.length;
    return true;
  }

  /** The next word as an unsigned 64-bit decimal integer, rounded to the nearest float64. */
  uint(): number {
    const value = this.shortUint();
    return value >= 0 ? value : this.longUint();
  }

  /**
   * Appends up to `count` words of this line, read as by `uint`, and returns how many there were.
   * Faster than `uint` for the long tables of numbers that hosts with many CPUs have.
   */
  uints(into: number[], count: number): number {
    for (let i = 0; i < count; i++) {
      const value = this.shortUint();
      if (value >= 0) into.push(value);
      else if (this.atLineEnd()) return i;
      else into.push(this.uint());
    }
    return count;
  }

  /** The next word as a signed 64-bit decimal integer, rounded to the nearest float64. */
  int(): number {
    this.skipBlanks();
    const { bytes, at: start } = this;
    const negative = bytes[start] === MINUS;
    if (negative) this.at++;
    if (!isDigit(bytes[this.at])) throw this.numberError(start);
    const magnitude = this.uint();
    if (magnitude >= 2 ** 63 && parseInt64(decode(bytes, start, this.at)) === undefined) throw this.numberError(start);
    return negative ? -magnitude : magnitude;
  }

  /** The next word as a hexadecimal integer without `0x`, at most 64 bit. */
  hex(): number {
    this.skipBlanks();
    const { bytes, end } = this;
    const start = this.at;
    let value = 0;
    let at = start;
    for (; at < end; at++) {
      const digit = hexDigit(bytes[at] ?? 0);
      if (digit < 0) break;
      value = value * 16 + digit;
    }
    this.at = at;
    const length = at - start;
    if (length === 0 || !this.endsWord(at)) throw this.numberError(start);
    if (length <= 13) return value;
    const exact = BigInt(`0x${decode(bytes, start, at)}`);
    if (exact > UINT64_MAX) throw this.numberError(start);
    return Number(exact);
  }

  /** The next word as a number: an integer nearly always, anything that `float` takes as well. */
  number(): number {
    this.skipBlanks();
    const { at: start } = this;
    const isNegative = this.bytes[start] === MINUS;
    if (isNegative) this.at++;
    const value = isDigit(this.bytes[this.at]) ? this.shortUint() : -1;
    if (value >= 0) return isNegative ? -value : value;
    this.at = start;
    return this.float();
  }

  /** The next word as a float in Go's syntax (decimal, exponent, `inf`, `nan`). */
  float(): number {
    const start = this.at;
    const word = this.word();
    const value = parseFloatStrict(word);
    if (value === undefined) throw this.numberError(start);
    return value;
  }

  /** A ParseError that quotes the line at the current position. */
  error(problem: string): ParseError {
    return new ParseError(`${this.what}: ${problem} in ${JSON.stringify(lineAround(this.bytes, this.at))}`);
  }

  /** The next word when it is an integer of at most 15 digits behind spaces and tabs; else -1, without moving. */
  private shortUint(): number {
    const { bytes, end } = this;
    let at = this.at;
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    const start = at;
    let value = 0;
    for (; at < end; at++) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === start || at - start > 15 || !this.endsWord(at)) return -1;
    this.at = at;
    return value;
  }

  /** As `uint`, for what `shortUint` does not take. */
  private longUint(): number {
    this.skipBlanks();
    const start = this.at;
    const word = this.word();
    const exact = DIGITS.test(word) ? BigInt(word) : -1n;
    if (exact < 0n || exact > UINT64_MAX) throw this.numberError(start);
    return Number(exact);
  }

  private numberError(start: number): ParseError {
    this.at = start;
    const word = this.word();
    this.at = start;
    return this.error(`${JSON.stringify(word)} is not a number`);
  }
}

/** The text up to `stop` on this line, and moves behind it; undefined, without moving, when the line has none. */
export function textUntil(scanner: Scanner, stop: string): string | undefined {
  const code = stop.charCodeAt(0);
  const { bytes, end } = scanner;
  for (let at = scanner.at; at < end; at++) {
    const byte = bytes[at];
    if (byte === NEWLINE) return undefined;
    if (byte === code) {
      const text = decode(bytes, scanner.at, at);
      scanner.at = at + 1;
      return text;
    }
  }
  return undefined;
}

/** The line around a position, cut where it is long. */
function lineAround(bytes: Buffer, at: number): string {
  const start = at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
  const found = bytes.indexOf(NEWLINE, start);
  return decode(bytes, start, Math.min(found < 0 ? bytes.length : found, start + LONGEST_QUOTE));
}

/** Text of a byte range, as `decodeName` gives it. */
function decode(bytes: Buffer, start: number, end: number): string {
  for (let i = start; i < end; i++) if ((bytes[i] ?? 0) > 127) return decodeName(bytes.subarray(start, end));
  return bytes.toString("latin1", start, end);
}

function isBlank(byte: number | undefined): boolean {
  if (byte === undefined || byte > SPACE) return false;
  return byte === SPACE || byte === TAB || byte === CARRIAGE_RETURN || byte === 0x0b || byte === 0x0c;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/** The value of a hexadecimal figure by its byte; -1 for any other byte. */
export function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
