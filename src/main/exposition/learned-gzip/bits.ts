/**
 * A few bits to write, as one number: bits 0 to 15 are their value, the first of them lowest, and the bits above are how
 * many they are, at most MAX_BITS. No bits are 0.
 */
export const MAX_BITS = 16;
export const COUNT_SHIFT = 16;
const VALUE_MASK = 0xffff;

/** Words that bits are packed in. */
const WORD_BITS = 16;
export const WORD_BYTES = 2;

export function bitsOf(value: number, count: number): number {
  return value | (count << COUNT_SHIFT);
}

/** Both one after the other; they must not be more than MAX_BITS together. */
export function joinBits(first: number, second: number): number {
  return first + ((second & VALUE_MASK) << (first >> COUNT_SHIFT)) + (second & ~VALUE_MASK);
}

/** Packs the first `count` of these into words, from byte `from` on, which is even. Returns the first byte after them. */
export function packBits(bits: Int32Array, count: number, words: Uint16Array, from: number): number {
  let word = from / WORD_BYTES;
  let buffer = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    const piece = bits[i] ?? 0;
    buffer |= (piece & VALUE_MASK) << held;
    held += piece >> COUNT_SHIFT;
    // Written whether full or not: a branch here would be mispredicted every other time.
    words[word] = buffer;
    const full = held >> 4;
    word += full;
    buffer >>>= full << 4;
    held &= WORD_BITS - 1;
  }
  words[word] = buffer;
  return word * WORD_BYTES + Math.ceil(held / 8);
}
