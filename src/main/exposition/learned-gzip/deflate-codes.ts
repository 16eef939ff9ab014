import { canonicalCodes, codeLengths } from "./huffman.ts";

/** The longest match that deflate can tell, in bytes. */
export const MAX_MATCH = 258;

/** How far back a match may lie, in bytes. */
export const WINDOW = 32 * 1024;

/** Some bits to write, so many at most: their value, and from this bit on their number. */
export const MAX_BITS = 16;
export const COUNT_SHIFT = 16;
export const VALUE_MASK = 0xffff;

const LITERALS = 286;
const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;
/** Together with a length's extra bits, 5 at most, a code fits into 16 bits. */
const LITERAL_LIMIT = 11;

const DISTANCES = 30;
const DISTANCE_LIMIT = 15;

/** How the lengths of codes are written (RFC 1951, 3.2.7). */
const CODE_LENGTHS = 19;
const CODE_LENGTH_LIMIT = 7;
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The last block, with codes of its own. */
const BLOCK_TYPE = 0b101;

interface Range {
  readonly base: number;
  readonly extraBits: number;
}

/** What each symbol stands for (RFC 1951, 3.2.5); one more length symbol means the longest match. */
const LENGTH_RANGES: readonly Range[] = [...ranges(28, 3, 4), { base: MAX_MATCH, extraBits: 0 }];
const DISTANCE_RANGES = ranges(DISTANCES, 1, 2);

export const DISTANCE_BASES = Int32Array.from(DISTANCE_RANGES, ({ base }) => base);
export const DISTANCE_EXTRA_BITS = Int32Array.from(DISTANCE_RANGES, ({ extraBits }) => extraBits);

/** From here on a distance's symbol is the same for all of 128 bytes. */
const FAR = 256;
const FAR_SHIFT = 7;

/** The symbol of each distance, by its place. */
export const DISTANCE_SYMBOLS = Uint8Array.from({ length: FAR + (WINDOW >> FAR_SHIFT) }, (_, place) =>
  symbolOf(DISTANCE_RANGES, place < FAR ? place + 1 : ((place - FAR) << FAR_SHIFT) + 1),
);

const LENGTH_SYMBOLS = Uint8Array.from({ length: MAX_MATCH + 1 }, (_, length) => symbolOf(LENGTH_RANGES, length));

/** How often each symbol comes. Each counts once more, so that each has a code. */
export class SymbolCounts {
  readonly literals = Array.from({ length: LITERALS }, () => 1);
  readonly distances = Array.from({ length: DISTANCES }, () => 1);

  literal(byte: number): void {
    count(this.literals, byte);
  }

  match(length: number, distance: number): void {
    count(this.literals, FIRST_LENGTH + (LENGTH_SYMBOLS[length] ?? 0));
    count(this.distances, DISTANCE_SYMBOLS[distancePlace(distance)] ?? 0);
  }
}

/** The codes of one block. */
export class DeflateCodes {
  /** The block's beginning. */
  readonly header: readonly number[];
  readonly endOfBlock: number;
  /** By byte. */
  readonly literals: Int32Array;
  /** By length, extra bits included. */
  readonly lengths: Int32Array;
  /** By symbol, without extra bits. */
  readonly distances: Int32Array;

  constructor(counts: SymbolCounts) {
    const literalLengths = codeLengths(counts.literals, LITERAL_LIMIT);
    const distanceLengths = codeLengths(counts.distances, DISTANCE_LIMIT);
    const literals = bitsOf(literalLengths);
    this.header = blockHeader([...literalLengths, ...distanceLengths]);
    this.endOfBlock = literals[END_OF_BLOCK] ?? 0;
    this.literals = Int32Array.from(literals.slice(0, END_OF_BLOCK));
    this.lengths = Int32Array.from({ length: MAX_MATCH + 1 }, (_, length) => lengthBits(literals, length));
    this.distances = Int32Array.from(bitsOf(distanceLengths));
  }
}

/** Where in DISTANCE_SYMBOLS a distance has its symbol. */
export function distancePlace(distance: number): number {
  return distance <= FAR ? distance - 1 : FAR + ((distance - 1) >> FAR_SHIFT);
}

/** Puts bits behind others; together they are 16 at most. */
export function joinBits(first: number, second: number): number {
  const count = first >> COUNT_SHIFT;
  return first + ((second & VALUE_MASK) << count) + ((second >> COUNT_SHIFT) << COUNT_SHIFT);
}

function bits(value: number, count: number): number {
  return value | (count << COUNT_SHIFT);
}

/** Ranges that follow each other; the number of extra bits grows by one every `step` symbols, from the third step on. */
function ranges(symbols: number, first: number, step: number): Range[] {
  let base = first;
  return Array.from({ length: symbols }, (_, symbol) => {
    const range = { base, extraBits: Math.max(0, Math.floor(symbol / step) - 1) };
    base += 1 << range.extraBits;
    return range;
  });
}

function symbolOf(ranges: readonly Range[], value: number): number {
  return Math.max(
    ranges.findLastIndex(({ base }) => base <= value),
    0,
  );
}

function count(counts: number[], symbol: number): void {
  counts[symbol] = (counts[symbol] ?? 0) + 1;
}

function bitsOf(lengths: readonly number[]): number[] {
  return canonicalCodes(lengths).map((code, symbol) => bits(code, lengths[symbol] ?? 0));
}

function lengthBits(literals: readonly number[], length: number): number {
  const symbol = LENGTH_SYMBOLS[length] ?? 0;
  const { base, extraBits } = LENGTH_RANGES[symbol] ?? { base: 0, extraBits: 0 };
  return joinBits(literals[FIRST_LENGTH + symbol] ?? 0, bits(Math.max(length - base, 0), extraBits));
}

/** The lengths are written one by one, without the codes for runs of them: a hundred bytes more, once an answer. */
function blockHeader(lengths: readonly number[]): number[] {
  const counts = Array.from({ length: CODE_LENGTHS }, () => 0);
  for (const length of lengths) count(counts, length);
  const ownLengths = codeLengths(counts, CODE_LENGTH_LIMIT);
  const codes = bitsOf(ownLengths);
  return [
    bits(BLOCK_TYPE, 3),
    bits(LITERALS - 257, 5),
    bits(DISTANCES - 1, 5),
    bits(CODE_LENGTHS - 4, 4),
    ...CODE_LENGTH_ORDER.map((symbol) => bits(ownLengths[symbol] ?? 0, 3)),
    ...lengths.map((length) => codes[length] ?? 0),
  ];
}
