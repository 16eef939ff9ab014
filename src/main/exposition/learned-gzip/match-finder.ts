import { MAX_MATCH, WINDOW } from "./deflate-codes.ts";
import type { TextLines } from "./text-lines.ts";

/** Shortest match in bytes: shorter ones hardly pay, and places are found by a hash of their first four bytes. */
const LEAST = 4;
const HASH_BITS = 14;
const HASH_FACTOR = 0x9e3779b1;

/** Places to try. */
const TRIES = 8;

/** So far back a match may begin now: values that grow move lines apart. */
const REACH = WINDOW - 4096;

/** Bytes of one line that stand at an earlier place too, perhaps in another line. */
export interface Match {
  readonly at: number;
  readonly length: number;
  readonly from: number;
  readonly fromLine: number;
}

/** Finds parts of a line's prefix in the prefixes of earlier lines, or earlier in its own. */
export class MatchFinder {
  private readonly text: Buffer;
  private readonly lines: TextLines;
  /** The last place of each hash, and the one before each place; -1: none. Arrays of numbers leave no garbage. */
  private readonly last = new Int32Array(1 << HASH_BITS).fill(-1);
  private readonly before: Int32Array;
  private readonly lineOf: Int32Array;

  constructor(text: Buffer, lines: TextLines) {
    this.text = text;
    this.lines = lines;
    this.before = new Int32Array(text.length);
    this.lineOf = new Int32Array(text.length);
  }

  /** The longest match for what stands at a place, the nearest of equals, among the places that were added. */
  find(at: number, line: number): Match | undefined {
    const most = Math.min(this.endOf(line) - at, MAX_MATCH);
    let longest = LEAST - 1;
    let from = -1;
    let place = most < LEAST ? -1 : (this.last[this.hash(at)] ?? -1);
    for (let tries = 0; tries < TRIES && place >= 0 && at - place <= REACH; tries++) {
      const length = this.commonLength(place, at, most, line);
      if (length > longest) {
        longest = length;
        from = place;
      }
      place = this.before[place] ?? -1;
    }
    return from < 0 ? undefined : { at, length: longest, from, fromLine: this.lineOf[from] ?? 0 };
  }

  /** Adds the places of a line from one up to another. */
  add(from: number, to: number, line: number): void {
    const last = Math.min(to, this.endOf(line) - LEAST + 1);
    for (let at = from; at < last; at++) {
      const hash = this.hash(at);
      this.before[at] = this.last[hash] ?? -1;
      this.lineOf[at] = line;
      this.last[hash] = at;
    }
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

  private commonLength(place: number, at: number, most: number, line: number): number {
    const { text } = this;
    const other = this.lineOf[place] ?? 0;
    // What follows the other line's prefix may be another value next time.
    const limit = other === line ? most : Math.min(most, this.endOf(other) - place);
    let length = 0;
    while (length < limit && text[place + length] === text[at + length]) length++;
    return length;
  }
}
