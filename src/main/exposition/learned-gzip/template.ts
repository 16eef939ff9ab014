import { COUNT_SHIFT, joinBits, MAX_BITS } from "./bits.ts";
import { type DeflateCodes, deflateCodes, SymbolCounts } from "./deflate-codes.ts";
import { type Match, MatchFinder } from "./match-finder.ts";
import { splitLines, type TextLines } from "./text-lines.ts";

/** The target of literals. */
export const LITERALS = -1;

/**
 * How to write texts with the same lines. Every prefix is a number of pieces, which are literals or a match with a part of
 * an earlier prefix; the pieces of all lines are in a row.
 */
export interface Template {
  readonly lines: TextLines;
  /** Codes for the pieces and for the values. */
  readonly codes: DeflateCodes;
  /** The first piece of each line; at the end how many there are. */
  readonly firstPieces: Int32Array;
  /** Literals, or a match's length, as bits to write. */
  readonly bits: Int32Array;
  /** The line that a match begins in; LITERALS for these. */
  readonly targets: Int32Array;
  /** A match's distance is so many bytes more than that of the beginnings of the two lines. */
  readonly deltas: Int32Array;
}

/** A byte, or a match. */
type Token = number | Match;

/** Learns how to write texts with the lines of this one: some milliseconds for 100 KB. */
export function learnTemplate(text: Buffer): Template {
  const lines = splitLines(text);
  const counts = new SymbolCounts();
  const finder = new MatchFinder(text, lines);
  const tokens = Array.from(lines.prefixes, (_, line) => findTokens(text, lines, line, finder, counts));
  return joinTokens(tokens, lines, deflateCodes(counts));
}

/** The tokens of a line's prefix; those of its value are only counted. */
function findTokens(text: Buffer, lines: TextLines, line: number, finder: MatchFinder, counts: SymbolCounts): Token[] {
  const tokens: Token[] = [];
  const start = lines.starts[line] ?? 0;
  const value = start + (lines.prefixes[line] ?? 0);
  for (let at = start; at < value;) {
    const token = finder.find(at, line) ?? text[at] ?? 0;
    const length = typeof token === "number" ? 1 : token.length;
    if (typeof token === "number") counts.addLiteral(token);
    else counts.addMatch(length, at - token.from);
    tokens.push(token);
    finder.add(at, at + length, line);
    at += length;
  }
  for (let at = value; at < (lines.starts[line + 1] ?? 0); at++) counts.addLiteral(text[at] ?? 0);
  return tokens;
}

/** Literals of a line that follow each other are one piece where they fit. */
function joinTokens(tokens: readonly (readonly Token[])[], lines: TextLines, codes: DeflateCodes): Template {
  const firstPieces = [0];
  const bits: number[] = [];
  const targets: number[] = [];
  const deltas: number[] = [];
  const placeInLine = (at: number, line: number): number => at - (lines.starts[line] ?? 0);
  for (const [line, ofLine] of tokens.entries()) {
    let isOpen = false;
    for (const token of ofLine) {
      const isLiteral = typeof token === "number";
      const code = (isLiteral ? codes.literals[token] : codes.lengths[token.length]) ?? 0;
      const last = bits.at(-1) ?? 0;
      if (isLiteral && isOpen && (last >> COUNT_SHIFT) + (code >> COUNT_SHIFT) <= MAX_BITS)
        bits[bits.length - 1] = joinBits(last, code);
      else {
        bits.push(code);
        targets.push(isLiteral ? LITERALS : token.fromLine);
        deltas.push(isLiteral ? 0 : placeInLine(token.at, line) - placeInLine(token.from, token.fromLine));
      }
      isOpen = isLiteral;
    }
    firstPieces.push(bits.length);
  }
  return {
    lines,
    codes,
    firstPieces: Int32Array.from(firstPieces),
    bits: Int32Array.from(bits),
    targets: Int32Array.from(targets),
    deltas: Int32Array.from(deltas),
  };
}
