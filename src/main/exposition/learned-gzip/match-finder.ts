import { MAX_MATCH, WINDOW } from "./deflate-codes.ts";
import type { TextLines } from "./text-lines.ts";

/** Shortest match in bytes: shorter ones hardly pay, and places are found by their first four bytes. */
const LEAST = 4;

/** Places to try. */
const TRIES = 8;

/** So far back a match may begin now: values that grow move lines apart. */
const REACH = WINDOW - 4096;

/** A place in the prefix of a line. */
interface Place {
  readonly at: number;
  readonly line: number;
  /** The one before that begins with the same four bytes. */
  readonly before: Place | undefined;
}

/** Bytes that stand at an earlier place too. */
export interface Match {
  readonly at: number;
  readonly length: number;
  readonly place: Place;
}

/** Finds parts of a line's prefix in the prefixes of earlier lines, or earlier in its own. */
export class MatchFinder {
  private readonly text: Buffer;
  private readonly lines: TextLines;
  /** The last place that begins with each four bytes. */
  private readonly last = new Map<number, Place>();

  constructor(text: Buffer, lines: TextLines) {
    this.text = text;
    this.lines = lines;
  }

  /** The longest match for what stands at a place, the nearest of equals, among the places that were added. */
  find(at: number, line: number): Match | undefined {
    const most = Math.min(this.endOf(line) - at, MAX_MATCH);
    let place = most < LEAST ? undefined : this.last.get(this.text.readInt32LE(at));
    let best: Place | undefined;
    let longest = 0;
    for (let tries = 0; tries < TRIES && place !== undefined && at - place.at <= REACH; tries++, place = place.before) {
      // What follows the other line's prefix may be another value next time.
      const limit = place.line === line ? most : Math.min(most, this.endOf(place.line) - place.at);
      const length = this.commonLength(place.at, at, limit);
      if (length <= longest) continue;
      longest = length;
      best = place;
    }
    return best === undefined ? undefined : { at, length: longest, place: best };
  }

  /** Adds the places of a line from one up to another. */
  add(from: number, to: number, line: number): void {
    const last = Math.min(to, this.endOf(line) - LEAST + 1);
    for (let at = from; at < last; at++) {
      const key = this.text.readInt32LE(at);
      this.last.set(key, { at, line, before: this.last.get(key) });
    }
  }

  private endOf(line: number): number {
    return (this.lines.starts[line] ?? 0) + (this.lines.prefixes[line] ?? 0);
  }

  private commonLength(a: number, b: number, limit: number): number {
    const { text } = this;
    let length = 0;
    while (length < limit && text[a + length] === text[b + length]) length++;
    return length;
  }
}
