import { COUNT_SHIFT, DeflateCodes, joinBits, MAX_BITS, SymbolCounts } from "./deflate-codes.ts";
import { MatchFinder } from "./match-finder.ts";
import { splitLines, type TextLines } from "./text-lines.ts";

/** The target of literals. */
export const LITERALS = -1;

/**
 * How to write a text that is the same as an earlier one but for the values at the ends of its lines: each line is a
 * number of pieces, literals and matches with parts of earlier lines, and then its value.
 */
export interface LearnedText {
  readonly codes: DeflateCodes;
  /** Where each line began, with the newline in front of it; at the end the text's length. */
  readonly starts: Int32Array;
  /** Bytes of each line, with the newline in front of it, up to its value. */
  readonly prefixes: Int32Array;
  readonly pieces: Pieces;
}

/** Pieces of all lines, one after the other. */
export interface Pieces {
  /** The first piece of each line; at the end the number of pieces. */
  readonly first: Int32Array;
  /** Bits of each piece: literals, or the length of a match. */
  readonly bits: Int32Array;
  /** The line that a match lies in, before its value; LITERALS for those. */
  readonly targets: Int32Array;
  /** What the match's distance is more than that of the two lines. */
  readonly deltas: Int32Array;
}

/** Bytes as they are, and matches as three numbers: bytes, negative; line; place in the line. All lines in a row. */
interface Tokens {
  readonly numbers: readonly number[];
  /** The first number of each line; at the end how many there are. */
  readonly first: readonly number[];
}

/** Learns how to write texts like this one; takes some milliseconds for 100 KB. */
export function learnText(text: Buffer): LearnedText {
  const lines = splitLines(text);
  const counts = new SymbolCounts();
  const tokens = findTokens(text, lines, counts);
  const codes = new DeflateCodes(counts);
  return {
    codes,
    starts: Int32Array.from(lines.starts),
    prefixes: Int32Array.from(lines.prefixes),
    pieces: writePieces(tokens, codes),
  };
}

function findTokens(text: Buffer, lines: TextLines, counts: SymbolCounts): Tokens {
  const { starts, prefixes } = lines;
  const finder = new MatchFinder(text, lines);
  const numbers: number[] = [];
  const first: number[] = [];
  for (let line = 0; line < prefixes.length; line++) {
    first.push(numbers.length);
    const end = (starts[line] ?? 0) + (prefixes[line] ?? 0);
    for (let at = starts[line] ?? 0; at < end;) {
      const byte = text[at] ?? 0;
      const length = finder.find(at, line);
      if (length > 0) {
        counts.match(length, finder.distance);
        numbers.push(-length, finder.line, finder.offset);
      } else {
        counts.literal(byte);
        numbers.push(byte);
      }
      finder.add(at, (at += Math.max(length, 1)), line);
    }
    for (let at = end; at < (starts[line + 1] ?? 0); at++) counts.literal(text[at] ?? 0);
  }
  first.push(numbers.length);
  return { numbers, first };
}

function writePieces({ numbers, first }: Tokens, codes: DeflateCodes): Pieces {
  const pieces = new PieceList();
  const firstPieces: number[] = [];
  for (let line = 0; line + 1 < first.length; line++) {
    firstPieces.push(pieces.startLine());
    let at = 0;
    const end = first[line + 1] ?? 0;
    for (let i = first[line] ?? 0; i < end; i++) {
      const number = numbers[i] ?? 0;
      if (number >= 0) {
        pieces.addLiteral(codes.literals[number] ?? 0);
        at++;
        continue;
      }
      pieces.addMatch(codes.lengths[-number] ?? 0, numbers[i + 1] ?? 0, at - (numbers[i + 2] ?? 0));
      i += 2;
      at -= number;
    }
  }
  firstPieces.push(pieces.startLine());
  return pieces.finish(firstPieces);
}

/** Collects pieces; literals of a line that follow each other are one piece where they fit. */
class PieceList {
  private readonly bits: number[] = [];
  private readonly targets: number[] = [];
  private readonly deltas: number[] = [];
  /** Whether the last piece can take more literals. */
  private isOpen = false;

  startLine(): number {
    this.isOpen = false;
    return this.bits.length;
  }

  addLiteral(literal: number): void {
    const last = this.bits.length - 1;
    const bits = this.bits[last] ?? 0;
    if (this.isOpen && (bits >> COUNT_SHIFT) + (literal >> COUNT_SHIFT) <= MAX_BITS)
      this.bits[last] = joinBits(bits, literal);
    else this.add(literal, LITERALS, 0);
    this.isOpen = true;
  }

  addMatch(length: number, target: number, delta: number): void {
    this.add(length, target, delta);
    this.isOpen = false;
  }

  finish(first: readonly number[]): Pieces {
    return {
      first: Int32Array.from(first),
      bits: Int32Array.from(this.bits),
      targets: Int32Array.from(this.targets),
      deltas: Int32Array.from(this.deltas),
    };
  }

  private add(bits: number, target: number, delta: number): void {
    this.bits.push(bits);
    this.targets.push(target);
    this.deltas.push(delta);
  }
}
