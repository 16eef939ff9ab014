import { crc32 } from "node:zlib";
import { BitSlots } from "./bit-slots.ts";
import { GzipBuffer } from "./gzip-buffer.ts";
import { learnText } from "./learned-text.ts";

const NEWLINE = 10;

/** Room for a text that grows a little from scrape to scrape. */
const SPARE = 1.1;

/**
 * Compresses texts that differ from one that was learned in the values at the ends of their lines only, as expositions
 * of a host do. What else a compressor spends its time on, looking for matches and for the best codes, was done when
 * the text was learned.
 */
export class TextGzip {
  /** Bytes of each line up to its value. */
  private readonly prefixes: Int32Array;
  /** The last text, and where its lines began; and where those of the present one do. */
  private last: DataView;
  private lastStarts: Int32Array;
  private starts: Int32Array;
  private readonly slots: BitSlots;
  private readonly output = new GzipBuffer();

  constructor(text: Buffer) {
    const learned = learnText(text);
    this.prefixes = learned.prefixes;
    this.slots = new BitSlots(learned);
    this.lastStarts = learned.starts;
    this.starts = this.lastStarts.slice();
    this.last = copyOf(text);
  }

  /** The text in gzip's format, valid until the next call; undefined when it differs in more than values. */
  compress(text: Buffer): Buffer | undefined {
    if (!this.findLines(text) || !this.slots.update(text, this.starts, this.lastStarts)) return undefined;
    this.remember(text);
    return this.output.write(this.slots.slots, crc32(text), text.length);
  }

  /** Finds where the lines begin; false when they are not those that were learned. */
  private findLines(text: Buffer): boolean {
    const { last, lastStarts, prefixes, starts } = this;
    const view = viewOf(text);
    const end = text.length;
    let at = 0;
    for (let line = 0; line < prefixes.length; line++) {
      const start = at;
      starts[line] = start;
      at += prefixes[line] ?? 0;
      if (at > end || !isEqual(last, lastStarts[line] ?? 0, view, start, at - start)) return false;
      while (at < end && text[at] !== NEWLINE) at++;
    }
    starts[prefixes.length] = at;
    return at === end;
  }

  private remember(text: Buffer): void {
    [this.lastStarts, this.starts] = [this.starts, this.lastStarts];
    const { buffer } = this.last;
    if (buffer.byteLength < text.length) this.last = copyOf(text);
    else text.copy(new Uint8Array(buffer));
  }
}

/** Compares eight bytes at a time, the last of them perhaps twice. */
function isEqual(a: DataView, startA: number, b: DataView, startB: number, length: number): boolean {
  const last = length - 8;
  if (last < 0) return isEqualBytewise(a, startA, b, startB, length);
  for (let i = 0; i < last; i += 8) if (differ(a, startA + i, b, startB + i) !== 0) return false;
  return differ(a, startA + last, b, startB + last) === 0;
}

/** Not 0 where eight bytes differ. */
function differ(a: DataView, startA: number, b: DataView, startB: number): number {
  return (
    (a.getInt32(startA, true) ^ b.getInt32(startB, true)) |
    (a.getInt32(startA + 4, true) ^ b.getInt32(startB + 4, true))
  );
}

function isEqualBytewise(a: DataView, startA: number, b: DataView, startB: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a.getInt8(startA + i) !== b.getInt8(startB + i)) return false;
  return true;
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function copyOf(text: Buffer): DataView {
  const bytes = new Uint8Array(Math.ceil(text.length * SPARE));
  bytes.set(text);
  return new DataView(bytes.buffer);
}
