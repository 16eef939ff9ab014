import { bitsOf, joinBits } from "./bits.ts";
import { canonicalCodes, codeLengths } from "./prefix-code.ts";

/** Bytes of the shortest and the longest match. DEFLATE has one byte more, with a symbol that breaks the others' rule. */
const MIN_MATCH = 3;
export const MAX_MATCH = 257;

/** How far back a match may begin, in bytes. */
export const WINDOW = 32 * 1024;

/** Bytes, the end of the block, and lengths. With its extra bits, 5 at most, a length is 16 bits at most. */
const LITERALS = 285;
const LITERAL_LIMIT = 11;
const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;

const DISTANCES = 30;
const DISTANCE_LIMIT = 15;

/** How the lengths of codes are written (RFC 1951, 3.2.7); 16 to 18, for runs of lengths, are not used. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const CODE_LENGTH_LIMIT = 7;

/** The last block, with codes of its own. */
const BLOCK_TYPE = 0b101;

/** Of the symbols that stand for ranges of lengths or distances, 2 to this power have as many extra bits as each other. */
const LENGTH_GROUP = 2;
const DISTANCE_GROUP = 1;

/** How often each symbol occurs. Each counts once more, so that each has a code. */
export class SymbolCounts {
  readonly literals = Array.from({ length: LITERALS }, () => 1);
  readonly distances = Array.from({ length: DISTANCES }, () => 1);

  addLiteral(byte: number): void {
    add(this.literals, byte);
  }

  addMatch(length: number, distance: number): void {
    add(this.literals, FIRST_LENGTH + rangeSymbol(length - MIN_MATCH, LENGTH_GROUP));
    add(this.distances, distanceSymbol(distance));
  }
}

/** The codes of one block, each as bits to write. */
export interface DeflateCodes {
  /** The block's beginning. */
  readonly header: readonly number[];
  readonly endOfBlock: number;
  /** By byte. */
  readonly literals: Int32Array;
  /** By length, with its extra bits. */
  readonly lengths: Int32Array;
  /** By symbol, without extra bits. */
  readonly distances: Int32Array;
}

/** Makes the codes that write such symbols in few bits. */
export function deflateCodes(counts: SymbolCounts): DeflateCodes {
  const literalLengths = codeLengths(counts.literals, LITERAL_LIMIT);
  const distanceLengths = codeLengths(counts.distances, DISTANCE_LIMIT);
  const literals = codesOf(literalLengths);
  return {
    header: blockHeader([...literalLengths, ...distanceLengths]),
    endOfBlock: literals[END_OF_BLOCK] ?? 0,
    literals: Int32Array.from(literals.slice(0, END_OF_BLOCK)),
    lengths: Int32Array.from({ length: MAX_MATCH + 1 }, (_, length) => lengthBits(literals, length)),
    distances: Int32Array.from(codesOf(distanceLengths)),
  };
}

export function distanceSymbol(distance: number): number {
  return rangeSymbol(distance - 1, DISTANCE_GROUP);
}

/** The bits that follow the code of a distance's symbol. */
export function distanceExtraBits(distance: number): number {
  return extraBits(distance - 1, DISTANCE_GROUP);
}

function lengthBits(literals: readonly number[], length: number): number {
  const place = Math.max(0, length - MIN_MATCH);
  return joinBits(literals[FIRST_LENGTH + rangeSymbol(place, LENGTH_GROUP)] ?? 0, extraBits(place, LENGTH_GROUP));
}

/** The symbol of a length's or a distance's place among all of them (RFC 1951, 3.2.5). */
function rangeSymbol(place: number, group: number): number {
  const count = extraCount(place, group);
  return (count << group) + (place >> count);
}

function extraBits(place: number, group: number): number {
  const count = extraCount(place, group);
  return bitsOf(place & ((1 << count) - 1), count);
}

function extraCount(place: number, group: number): number {
  return 31 - group - Math.clz32(place | (1 << group));
}

/** The lengths are written one by one, without the codes for runs of them: 100 bytes more in an answer. */
function blockHeader(lengths: readonly number[]): number[] {
  const counts = CODE_LENGTH_ORDER.map(() => 1);
  for (const length of lengths) add(counts, length);
  const ownLengths = codeLengths(counts, CODE_LENGTH_LIMIT);
  const codes = codesOf(ownLengths);
  return [
    bitsOf(BLOCK_TYPE, 3),
    bitsOf(LITERALS - 257, 5),
    bitsOf(DISTANCES - 1, 5),
    bitsOf(CODE_LENGTH_ORDER.length - 4, 4),
    ...CODE_LENGTH_ORDER.map((symbol) => bitsOf(ownLengths[symbol] ?? 0, 3)),
    ...lengths.map((length) => codes[length] ?? 0),
  ];
}

function codesOf(lengths: readonly number[]): number[] {
  return canonicalCodes(lengths).map((code, symbol) => bitsOf(code, lengths[symbol] ?? 0));
}

function add(counts: number[], symbol: number): void {
  counts[symbol] = (counts[symbol] ?? 0) + 1;
}
