import { crc32 } from "node:zlib";
import {
  COUNT_SHIFT,
  DISTANCE_BASES,
  DISTANCE_EXTRA_BITS,
  DISTANCE_SYMBOLS,
  type DeflateCodes,
  distancePlace,
  joinBits,
  MAX_BITS,
  WINDOW,
} from "./deflate-codes.ts";
import { GzipBuffer } from "./gzip-buffer.ts";
import { type LearnedText, learnText, LITERALS } from "./learned-text.ts";

const NEWLINE = 10;

/** Room for a text that grows a little from scrape to scrape. */
const SPARE = 1.1;

/**
 * Compresses texts that differ from one that was learned in the values at the ends of their lines only, as expositions
 * of a host do. What else a compressor spends its time on, looking for matches and for the best codes, was done when
 * the text was learned: half of the time of zlib at the same size. A little-endian processor is assumed.
 */
export class TextGzip {
  private readonly learned: LearnedText;
  /** The last text, and where its lines began; and where those of the present one do. */
  private last: DataView;
  private lastStarts: Int32Array;
  private starts: Int32Array;
  /** Bits to write. */
  private bits = new Int32Array();
  private readonly output = new GzipBuffer();

  constructor(text: Buffer) {
    this.learned = learnText(text);
    this.lastStarts = this.learned.starts;
    this.starts = this.lastStarts.slice();
    this.last = copyOf(text);
  }

  /** The text in gzip's format, valid until the next call; undefined when it differs in more than values. */
  compress(text: Buffer): Buffer | undefined {
    this.makeRoom(text.length);
    const count = this.collectBits(text);
    if (count < 0) return undefined;
    this.remember(text);
    return this.output.write(this.bits, count, crc32(text), text.length);
  }

  /** Returns how many bits' pieces there are; -1 when the text differs in more than values. */
  private collectBits(text: Buffer): number {
    const { last, lastStarts, starts, bits, learned } = this;
    const { codes, prefixes } = learned;
    const { first, bits: learnedBits, targets, deltas } = learned.pieces;
    const { literals } = codes;
    const view = viewOf(text);
    const end = text.length;
    let count = copyInto(bits, codes.header);
    let piece = 0;
    let at = 0;
    for (let line = 0; line < prefixes.length; line++) {
      const start = at;
      starts[line] = start;
      at += prefixes[line] ?? 0;
      if (at > end || !isEqual(last, lastStarts[line] ?? 0, view, start, at - start)) return -1;
      for (const next = first[line + 1] ?? 0; piece < next; piece++) {
        bits[count++] = learnedBits[piece] ?? 0;
        const target = targets[piece] ?? LITERALS;
        if (target === LITERALS) continue;
        const distance = start - (starts[target] ?? 0) + (deltas[piece] ?? 0);
        if (distance > WINDOW) return -1;
        count = addDistance(bits, count, distance, codes);
      }
      for (; at < end && text[at] !== NEWLINE; at++) bits[count++] = literals[text[at] ?? 0] ?? 0;
    }
    starts[prefixes.length] = at;
    bits[count++] = codes.endOfBlock;
    return at === end ? count : -1;
  }

  private remember(text: Buffer): void {
    [this.lastStarts, this.starts] = [this.starts, this.lastStarts];
    const { buffer } = this.last;
    if (buffer.byteLength < text.length) this.last = copyOf(text);
    else text.copy(new Uint8Array(buffer));
  }

  private makeRoom(length: number): void {
    // A piece for each byte of a value, two more for each match, those of the block's header, and that of its end.
    const { codes, pieces } = this.learned;
    const most = length + pieces.bits.length * 2 + codes.header.length + 1;
    if (this.bits.length < most) this.bits = new Int32Array(Math.ceil(most * SPARE));
    this.output.reserve(most);
  }
}

/** Puts a match's distance behind other bits; returns how many pieces there are then. */
function addDistance(bits: Int32Array, count: number, distance: number, codes: DeflateCodes): number {
  const symbol = DISTANCE_SYMBOLS[distancePlace(distance)] ?? 0;
  const code = codes.distances[symbol] ?? 0;
  const extra = (distance - (DISTANCE_BASES[symbol] ?? 0)) | ((DISTANCE_EXTRA_BITS[symbol] ?? 0) << COUNT_SHIFT);
  if ((code >> COUNT_SHIFT) + (extra >> COUNT_SHIFT) <= MAX_BITS) {
    bits[count] = joinBits(code, extra);
    return count + 1;
  }
  bits[count] = code;
  bits[count + 1] = extra;
  return count + 2;
}

function copyInto(bits: Int32Array, header: readonly number[]): number {
  bits.set(header);
  return header.length;
}

/** Compares four bytes at a time, the last of them perhaps twice. */
function isEqual(a: DataView, startA: number, b: DataView, startB: number, length: number): boolean {
  const last = length - 4;
  if (last < 0) return isEqualBytewise(a, startA, b, startB, length);
  for (let i = 0; i < last; i += 4) if (a.getInt32(startA + i) !== b.getInt32(startB + i)) return false;
  return a.getInt32(startA + last) === b.getInt32(startB + last);
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
