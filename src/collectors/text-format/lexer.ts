import { isUtf8 } from "node:buffer";
import { ParseError } from "../kit/errors.ts";
import { parseFloatStrict } from "../parsers/numbers.ts";

const TAB = 9;
export const NEWLINE = 10;
const SPACE = 32;
export const QUOTE = 34;
const DOT = 46;
const ZERO = 48;
const BACKSLASH = 92;

/** Integers of so many digits are exact, and so is their division by a power of ten. */
const EXACT_DIGITS = 15;
const POWERS = [1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/** 1: starts a metric or label name, 2: a digit, which may follow, 3: a colon, which only metric names have. */
const NAME_CLASS = nameClasses();

/** A line that is not text format 0.0.4; the message is `path: line 3: problem`. */
export class TextFormatError extends ParseError {
  readonly line: number;
  readonly problem: string;

  constructor(path: string, line: number, problem: string) {
    super(`${path}: line ${line}: ${problem}`);
    this.line = line;
    this.problem = problem;
  }
}

/** Reads the tokens of text format 0.0.4. The end of the file inside a line is an error, wherever it is met. */
export class Lexer {
  at = 0;
  /** Number of the current line, from 1. */
  line = 0;
  readonly bytes: Buffer;
  private lineStart = 0;
  private readonly path: string;

  constructor(bytes: Buffer, path: string) {
    this.bytes = bytes;
    this.path = path;
  }

  error(problem: string): TextFormatError {
    return new TextFormatError(this.path, this.line, problem);
  }

  /** Starts the next line, at its first character that is not a blank; false at the end of the file. */
  nextLine(): boolean {
    this.line++;
    this.lineStart = this.at;
    this.skipBlanks();
    return this.at < this.bytes.length;
  }

  /** Leaves a line that has a fault, wherever in it or just after it the fault was found. */
  abandonLine(): void {
    const end = this.bytes.indexOf(NEWLINE, this.lineStart);
    this.at = end < 0 ? this.bytes.length : end + 1;
  }

  skipBlanks(): void {
    while (this.bytes[this.at] === SPACE || this.bytes[this.at] === TAB) this.at++;
  }

  /** The next byte. */
  peek(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw this.error("the file ends within a line; the last line needs a line break, too");
    return byte;
  }

  /** Moves past this byte if it is next. */
  accept(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.at++;
    return true;
  }

  atBlank(): boolean {
    const byte = this.peek();
    return byte === SPACE || byte === TAB;
  }

  /** The bytes up to a blank, tab or line break, as text. */
  word(): string {
    const start = this.at;
    while (!this.atBlank() && this.peek() !== NEWLINE) this.at++;
    return this.text(start, this.at);
  }

  /** The rest of the line, and moves to the next one. */
  restOfLine(): string {
    const start = this.at;
    return this.text(start, this.skipLine());
  }

  /** Moves to the next line and returns where this one ends. */
  skipLine(): number {
    const end = this.bytes.indexOf(NEWLINE, this.at);
    if (end < 0) {
      this.at = this.bytes.length;
      this.peek();
    }
    this.at = end + 1;
    return end;
  }

  /** A bare or quoted metric name; empty when none starts here. `expected` is returned as it is when it is the name. */
  metricName(expected: string): string {
    return this.name(expected, 3);
  }

  /** A bare or quoted label name; empty when none starts here. */
  labelName(expected: string): string {
    return this.name(expected, 2);
  }

  /** The text between quotes, escapes decoded; `expected` is returned as it is when it is the text. */
  quoted(expected: string): string {
    const { bytes } = this;
    const start = ++this.at;
    let plain = true;
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.at = at + 1;
        if (!plain) return this.decodeValue(start, at);
        return this.is(expected, start, at) ? expected : bytes.toString("latin1", start, at);
      }
      if (byte === NEWLINE) throw this.error("a quoted text does not end on its line");
      if (byte === BACKSLASH) at++;
      if (byte === BACKSLASH || byte > 127) plain = false;
    }
    this.at = bytes.length;
    this.peek();
    return "";
  }

  /** Text with `\\`, `\"` and `\n` decoded; any other escape is an error. */
  unescape(text: string): string {
    if (!text.includes("\\")) return text;
    return text.replace(/\\([^]?)/g, (_, escaped: string) => {
      if (escaped === "n") return "\n";
      if (escaped === "\\" || escaped === '"') return escaped;
      throw this.error(`invalid escape sequence ${JSON.stringify(`\\${escaped}`)}`);
    });
  }

  /** The next word as a number. */
  number(): number {
    const start = this.at;
    const value = this.simpleNumber();
    if (value !== undefined) return value;
    this.at = start;
    const word = this.word();
    return this.parseNumber(word, "as value");
  }

  /** A number in Go's syntax without hexadecimal ones; what is too large for a float64 is an error. */
  parseNumber(text: string, where: string): number {
    const value = parseFloatStrict(text);
    const overflows = value !== undefined && !Number.isFinite(value) && /[0-9]/.test(text);
    if (value === undefined || overflows) throw this.error(`expected a number ${where}, got ${JSON.stringify(text)}`);
    return value;
  }

  /** Digits with at most one point, up to the end of the word; undefined for any other form. */
  private simpleNumber(): number | undefined {
    const { bytes } = this;
    let value = 0;
    let digits = 0;
    let point = -1;
    let { at } = this;
    for (; ; at++) {
      const byte = bytes[at] ?? 0;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
      } else if (byte === DOT && point < 0) point = digits;
      else if (byte === NEWLINE || byte === SPACE || byte === TAB) break;
      else return undefined;
    }
    if (digits === 0 || digits > EXACT_DIGITS) return undefined;
    this.at = at;
    return point < 0 ? value : value / (POWERS[digits - point] ?? 1);
  }

  private name(expected: string, highest: number): string {
    const { bytes } = this;
    const start = this.at;
    const first = this.peek();
    if (first === QUOTE) return this.quoted(expected);
    const kind = NAME_CLASS[first];
    if (kind !== 1 && (kind !== 3 || highest !== 3)) return "";
    let at = start + 1;
    for (; at < bytes.length; at++) {
      const kind = NAME_CLASS[bytes[at] ?? 0] ?? 0;
      if (kind === 0 || kind > highest) break;
    }
    this.at = at;
    return this.is(expected, start, at) ? expected : bytes.toString("latin1", start, at);
  }

  private is(expected: string, start: number, end: number): boolean {
    if (expected.length !== end - start) return false;
    for (let i = 0; i < expected.length; i++) if (expected.charCodeAt(i) !== this.bytes[start + i]) return false;
    return true;
  }

  private decodeValue(start: number, end: number): string {
    const bytes = this.bytes.subarray(start, end);
    if (!isUtf8(bytes)) throw this.error("a label value is not valid UTF-8");
    return this.unescape(bytes.toString());
  }

  private text(start: number, end: number): string {
    return this.bytes.toString("utf8", start, end);
  }
}

function nameClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (const letter of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") classes[letter.charCodeAt(0)] = 1;
  for (let digit = 0; digit < 10; digit++) classes[ZERO + digit] = 2;
  classes[":".charCodeAt(0)] = 3;
  return classes;
}
