import { crc32 } from "node:zlib";
import { packBits, WORD_BYTES } from "./bits.ts";
import { distanceExtraBits, distanceSymbol, WINDOW } from "./deflate-codes.ts";
import { learnTemplate, LITERALS, type Template } from "./template.ts";

/** Magic number, DEFLATE, no flags, no time, no hint, Unix (RFC 1952). */
const HEADER = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const TRAILER_LENGTH = 8;

/** A piece takes up to three places: a match's length, its distance, and the distance's extra bits. */
const PIECE_PLACES = 3;

/** Room for a text that grows a little from scrape to scrape. */
const SPARE = 1.1;

const NEWLINE = 10;

/** Compresses texts that differ from the one it has learned only in the values at the ends of their lines. */
export class LineGzip {
  private readonly template: Template;
  /** The text that was learned. */
  private readonly learned: DataView;
  /** Where the lines of the present text begin. */
  private readonly starts: Int32Array;
  /** Bytes of all prefixes, and places that all bits take apart from those of values. */
  private readonly prefixBytes: number;
  private readonly fixedPlaces: number;
  /** The bits of the present text; those of the block's header stay. */
  private bits = new Int32Array();
  private output = Buffer.alloc(0);
  private words = new Uint16Array();

  /** Keeps the text, which nobody may change. */
  constructor(text: Buffer) {
    this.template = learnTemplate(text);
    this.learned = viewOf(text);
    const { codes, lines, bits } = this.template;
    this.starts = new Int32Array(lines.prefixes.length);
    this.prefixBytes = lines.prefixes.reduce((sum, prefix) => sum + prefix, 0);
    this.fixedPlaces = codes.header.length + PIECE_PLACES * bits.length + 1;
  }

  /** The text in gzip's format, valid until the next call; undefined when it has other lines. */
  compress(text: Buffer): Buffer | undefined {
    const values = text.length - this.prefixBytes;
    if (values < 0) return undefined;
    this.reserve(this.fixedPlaces + values);
    const count = this.write(text);
    if (count === 0) return undefined;
    const end = packBits(this.bits, count, this.words, HEADER.length);
    this.output.writeUInt32LE(crc32(text), end);
    this.output.writeUInt32LE(text.length, end + 4);
    return this.output.subarray(0, end + TRAILER_LENGTH);
  }

  /** Makes room for so many bits. */
  private reserve(places: number): void {
    if (places <= this.bits.length) return;
    this.bits = new Int32Array(Math.ceil(places * SPARE));
    this.bits.set(this.template.codes.header);
    const memory = new ArrayBuffer(HEADER.length + (this.bits.length + 1) * WORD_BYTES + TRAILER_LENGTH);
    this.output = Buffer.from(memory);
    this.output.set(HEADER);
    this.words = new Uint16Array(memory);
  }

  /** Writes the bits of a text and returns how many places they take: 0 when it has other lines. */
  private write(text: Buffer): number {
    const { learned, starts } = this;
    const { codes, lines } = this.template;
    const view = viewOf(text);
    let count = codes.header.length;
    let at = 0;
    for (let line = 0; line < starts.length; line++) {
      const start = at;
      starts[line] = start;
      at += lines.prefixes[line] ?? 0;
      if (at > text.length || !isEqual(learned, lines.starts[line] ?? 0, view, start, at - start)) return 0;
      count = this.writePrefix(line, count);
      if (count === 0) return 0;
      const value = count;
      count = this.writeValue(text, at, count);
      at += count - value;
    }
    this.bits[count++] = codes.endOfBlock;
    return at === text.length ? count : 0;
  }

  /** Returns the place after a line's prefix; 0 when a match would lie too far back. */
  private writePrefix(line: number, from: number): number {
    const { bits, starts, template } = this;
    const { codes, firstPieces, targets, deltas } = template;
    const start = starts[line] ?? 0;
    const end = firstPieces[line + 1] ?? 0;
    let count = from;
    for (let piece = firstPieces[line] ?? 0; piece < end; piece++) {
      bits[count++] = template.bits[piece] ?? 0;
      const target = targets[piece] ?? 0;
      if (target === LITERALS) continue;
      const distance = start - (starts[target] ?? 0) + (deltas[piece] ?? 0);
      if (distance > WINDOW) return 0;
      bits[count++] = codes.distances[distanceSymbol(distance)] ?? 0;
      bits[count++] = distanceExtraBits(distance);
    }
    return count;
  }

  /** Returns the place after a value, which has one for each byte. */
  private writeValue(text: Buffer, start: number, from: number): number {
    const { bits } = this;
    const { literals } = this.template.codes;
    let count = from;
    for (let at = start; at < text.length; at++) {
      const byte = text[at] ?? 0;
      if (byte === NEWLINE) break;
      bits[count++] = literals[byte] ?? 0;
    }
    return count;
  }
}

/** Compares eight bytes at a time, the last of them perhaps twice. */
function isEqual(a: DataView, startA: number, b: DataView, startB: number, length: number): boolean {
  const last = length - 8;
  for (let i = 0; i < last; i += 8) if (differ(a, startA + i, b, startB + i)) return false;
  if (last >= 0) return !differ(a, startA + last, b, startB + last);
  for (let i = 0; i < length; i++) if (a.getInt8(startA + i) !== b.getInt8(startB + i)) return false;
  return true;
}

/** Whether eight bytes differ; one branch for both halves. */
function differ(a: DataView, atA: number, b: DataView, atB: number): boolean {
  return (
    ((a.getInt32(atA, true) ^ b.getInt32(atB, true)) | (a.getInt32(atA + 4, true) ^ b.getInt32(atB + 4, true))) !== 0
  );
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
