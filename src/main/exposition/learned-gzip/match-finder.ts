import { MAX_MATCH, WINDOW } from "./deflate-codes.ts";
import type { TextLines } from "./text-lines.ts";

/** Bytes that a match has at least: fewer hardly pay. */
const LEAST = 4;

/** Places that are tried: the last ones that begin with the same four bytes, by their hash. */
const TRIES = 8;

const HASH_BITS = 14;
const HASH_FACTOR = 0x9e3779b1;

/** Places so much nearer than deflate allows: numbers that get longer move lines apart. */
const ROOM = 4096;

const PLACE_MASK = WINDOW - 1;

/** 1 for each byte of a word. */
const IN_WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/[A-Za-z0-9]/.test(String.fromCharCode(byte)) ? 1 : 0));

/** Finds parts of a line's prefix in the prefixes of earlier lines, or earlier in its own. */
export class MatchFinder {
  /** Where the match that was found begins: bytes back, its line, and the place in that line. */
  distance = 0;
  line = 0;
  offset = 0;
  private readonly text: Buffer;
  private readonly lines: TextLines;
  /** The last place of each hash, and the one before of each place in the window. */
  private readonly last = new Int32Array(1 << HASH_BITS).fill(-1);
  private readonly before = new Int32Array(WINDOW);
  /** The line of each place in the window. */
  private readonly lineOf = new Int32Array(WINDOW);

  constructor(text: Buffer, lines: TextLines) {
    this.text = text;
    this.lines = lines;
  }

  /**
   * Looks for the longest match for what stands at a place of a line, the nearest of equals, among the places that were
   * added. Returns its bytes; 0 when there is none.
   */
  find(at: number, line: number): number {
    const { text } = this;
    const end = Math.min(this.endOf(line), at + MAX_MATCH);
    if (at + LEAST > end) return 0;
    let longest = LEAST - 1;
    let found = -1;
    let place = this.last[this.hash(at)] ?? -1;
    for (let tries = 0; tries < TRIES && place >= 0 && at - place < WINDOW - ROOM; tries++) {
      if (text[place + longest] === text[at + longest]) {
        const length = this.commonLength(place, at, end, line);
        if (length > longest) {
          longest = length;
          found = place;
          if (at + longest >= end) break;
        }
      }
      place = this.before[place & PLACE_MASK] ?? -1;
    }
    if (found < 0) return 0;
    this.distance = at - found;
    this.line = this.lineOf[found & PLACE_MASK] ?? 0;
    this.offset = found - (this.lines.starts[this.line] ?? 0);
    return longest;
  }

  /** Adds a place of a line, and those up to another at which words begin or end: others hardly start a match. */
  add(from: number, to: number, line: number): void {
    const { text } = this;
    const last = Math.min(to, this.endOf(line) - LEAST + 1);
    for (let at = from; at < last; at++) {
      if (at > from && !isBoundary(text, at)) continue;
      const hash = this.hash(at);
      this.before[at & PLACE_MASK] = this.last[hash] ?? -1;
      this.lineOf[at & PLACE_MASK] = line;
      this.last[hash] = at;
    }
  }

  private commonLength(place: number, at: number, end: number, line: number): number {
    const { text } = this;
    const target = this.lineOf[place & PLACE_MASK] ?? 0;
    // What stands behind the prefix may be another value next time.
    const limit = target === line ? end - at : Math.min(end - at, this.endOf(target) - place);
    let length = 0;
    while (length < limit && text[place + length] === text[at + length]) length++;
    return length;
  }

  private endOf(line: number): number {
    return (this.lines.starts[line] ?? 0) + (this.lines.prefixes[line] ?? 0);
  }

  private hash(at: number): number {
    const { text } = this;
    const bytes =
      (text[at] ?? 0) | ((text[at + 1] ?? 0) << 8) | ((text[at + 2] ?? 0) << 16) | ((text[at + 3] ?? 0) << 24);
    return Math.imul(bytes, HASH_FACTOR) >>> (32 - HASH_BITS);
  }
}

/** Whether a word begins or ends between the byte before a place and that at it. */
function isBoundary(text: Buffer, at: number): boolean {
  return IN_WORD[text[at] ?? 0] === 0 || IN_WORD[text[at - 1] ?? 0] === 0;
}
