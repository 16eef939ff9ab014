import { COUNT_SHIFT, MAX_BITS, VALUE_MASK } from "./deflate-codes.ts";

/** Magic number, deflate, no flags, no time, no hint, Unix (RFC 1952). */
const HEADER = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const TRAILER_LENGTH = 8;

/** Words of 16 bits, which the bits are packed in. */
const WORD_BITS = 16;
const WORD_BYTES = 2;

/** Room for a text that grows a little from scrape to scrape. */
const SPARE = 1.1;

/** Memory that a compressed text is written to. */
export class GzipBuffer {
  private bytes = Buffer.alloc(0);
  private words = new Uint16Array();

  /** Writes pieces of bits, some of which may be of no bits, and the checksum and the length of what they stand for. */
  write(pieces: Int32Array, crc: number, length: number): Buffer {
    this.reserve(pieces.length);
    const end = pack(pieces, this.words, HEADER.length);
    this.bytes.writeUInt32LE(crc, end);
    this.bytes.writeUInt32LE(length, end + 4);
    return this.bytes.subarray(0, end + TRAILER_LENGTH);
  }

  /** Makes room for so many pieces of bits. */
  private reserve(pieces: number): void {
    const size = HEADER.length + (pieces * MAX_BITS) / 8 + WORD_BYTES + TRAILER_LENGTH;
    if (size <= this.bytes.length) return;
    const memory = new ArrayBuffer(Math.ceil((size * SPARE) / WORD_BYTES) * WORD_BYTES);
    this.bytes = Buffer.from(memory);
    this.bytes.set(HEADER);
    this.words = new Uint16Array(memory);
  }
}

/** Packs bits, lowest first, from a byte on that begins a word; returns the first byte behind them. */
function pack(pieces: Int32Array, words: Uint16Array, from: number): number {
  let word = from / WORD_BYTES;
  let buffer = 0;
  let held = 0;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] ?? 0;
    buffer |= (piece & VALUE_MASK) << held;
    held += piece >> COUNT_SHIFT;
    // Written each time, full or not: a branch here would be mispredicted every other time.
    words[word] = buffer;
    const full = held >> 4;
    word += full;
    buffer >>>= full << 4;
    held &= WORD_BITS - 1;
  }
  words[word] = buffer;
  return word * WORD_BYTES + Math.ceil(held / 8);
}
