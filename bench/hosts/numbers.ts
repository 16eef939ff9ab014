/** Numbers that look like counters, the same on every call with the same place. */
export function counterAt(place: number, digits = 7): number {
  // Knuth's multiplicative hash spreads neighbouring places over 32 bits.
  return (Math.imul(place + 1, 2654435761) % 10 ** digits) >>> 0;
}
