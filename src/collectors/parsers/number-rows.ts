/** Reads rows of numbers into typed arrays. Hosts with many CPUs have tables of a million, where a call for each would take most of the time. */
import { hexDigit, type Scanner } from "./scanner.ts";

const SPACE = 32;
const NEWLINE = 10;

/** Numbers with at most this many digits are exact. */
const SHORT = 15;

/** This many digits fit into 32 bits, which take less than half the time of a float64. */
const WHOLE = 9;

/** Rows that there is room for at first. */
const FIRST_ROWS = 16;

/** Room for rows of this many numbers. */
export function roomForRows(width: number): Float64Array {
  return new Float64Array(FIRST_ROWS * width);
}

/** The same room where it has these many numbers, else a copy in twice as much. */
export function withRoom(values: Float64Array, length: number): Float64Array {
  if (values.length >= length) return values;
  const larger = new Float64Array(Math.max(length, 2 * values.length));
  larger.set(values);
  return larger;
}

/**
 * Reads words of this line as by `Scanner.uint` into the places from `from` on and moves behind them, up to one that is long
 * or no number; returns how many it has read.
 */
export function readShortUints(scanner: Scanner, into: Float64Array, from = 0, count = into.length): number {
  const { bytes } = scanner;
  let { at } = scanner;
  for (let i = 0; i < count; i++) {
    while (bytes[at] === SPACE) at++;
    const start = at;
    const fits = start + WHOLE;
    let whole = 0;
    let digit = (bytes[at] ?? 0) - 48;
    for (; digit >= 0 && digit <= 9 && at < fits; digit = (bytes[++at] ?? 0) - 48) whole = (whole * 10 + digit) | 0;
    let value = whole;
    for (; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - 48) value = value * 10 + digit;
    if (at === start || at - start > SHORT || !isEnd(bytes[at])) {
      scanner.at = start;
      return i;
    }
    into[from + i] = value;
  }
  scanner.at = at;
  return count;
}

/** As `Scanner.uints`, into the places from `from` on. */
export function readUints(scanner: Scanner, into: Float64Array, from: number, count: number): number {
  for (let i = readShortUints(scanner, into, from, count); i < count; i++) {
    if (scanner.atLineEnd()) return i;
    into[from + i] = scanner.uint();
  }
  return count;
}

/** Figures of a hexadecimal number of 32 bits that the kernel pads with zeros. */
const FIGURES = 8;

/** Value of a hexadecimal figure, by its byte; 16 for any other byte. */
const FIGURE = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = hexDigit(byte);
  return value < 0 ? 16 : value;
});

/**
 * Reads the words of this line as by `Scanner.hex`, the first `count` of them into the places from `from` on, which are 0
 * where the line has fewer; returns how many the line has.
 */
export function readHexLine(scanner: Scanner, into: Float64Array, from: number, count: number): number {
  let words = readPaddedHex(scanner, into, from, count);
  for (; !scanner.atLineEnd(); words++) {
    const value = scanner.hex();
    if (words < count) into[from + words] = value;
  }
  if (words < count) into.fill(0, from + words, from + count);
  return words;
}

/** The same up to the first word that does not have all figures. */
function readPaddedHex(scanner: Scanner, into: Float64Array, from: number, count: number): number {
  const { bytes } = scanner;
  let { at } = scanner;
  let words = 0;
  for (let value = paddedHex(bytes, at); value >= 0; value = paddedHex(bytes, at)) {
    if (words < count) into[from + words] = value;
    words++;
    at += FIGURES;
    while (bytes[at] === SPACE) at++;
  }
  scanner.at = at;
  return words;
}

/** The word that begins there; -1 where it does not have all figures. */
function paddedHex(bytes: Buffer, at: number): number {
  const end = at + FIGURES;
  // V8 reads a byte in several times the time once it has seen a read behind the end.
  if (end >= bytes.length) return -1;
  let value = 0;
  let seen = 0;
  for (let i = at; i < end; i++) {
    const figure = FIGURE[bytes[i] ?? 0] ?? 0;
    seen |= figure;
    value = (value << 4) | figure;
  }
  return seen < 16 && isEnd(bytes[end]) ? value >>> 0 : -1;
}

function isEnd(byte: number | undefined): boolean {
  return byte === SPACE || byte === NEWLINE;
}
