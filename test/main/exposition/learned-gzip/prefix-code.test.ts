import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalCodes, codeLengths } from "../../../../src/main/exposition/learned-gzip/prefix-code.ts";

test("frequent symbols get short codes", () => {
  expect(codeLengths([8, 4, 2, 1, 1], 15)).toEqual([1, 2, 3, 4, 4]);
  expect(codeLengths([1, 1_000_000, 1, 1], 4)).toEqual([2, 1, 3, 3]);
  expect(codeLengths([5, 5], 15)).toEqual([1, 1]);
});

test("codes are those of RFC 1951, 3.2.2, last bit first", () => {
  // A to H of its example: 010, 011, 100, 101, 110, 00, 1110, 1111.
  const codes = canonicalCodes([3, 3, 3, 3, 3, 2, 4, 4]);
  expect(codes).toEqual([0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111]);
});

test("every symbol has a code, none is longer than the limit, and all of them together are complete", () => {
  const count = fc.oneof(
    fc.integer({ min: 1, max: 1_000_000 }),
    fc.nat(30).map((power) => 2 ** power),
  );
  const counts = fc.array(count, { minLength: 2, maxLength: 286 });
  fc.assert(
    fc.property(counts, (counts) => {
      const lengths = codeLengths(counts, 11);
      expect(Math.min(...lengths)).toBeGreaterThan(0);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(11);
      expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
    }),
  );
});

test("codes come close to the least number of bits that is possible", () => {
  const counts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 286 });
  fc.assert(
    fc.property(counts, (counts) => {
      const total = counts.reduce((sum, count) => sum + count, 0);
      const entropy = counts.reduce((sum, count) => sum + count * Math.log2(total / count), 0);
      const bits = codeLengths(counts, 15).reduce((sum, length, symbol) => sum + length * (counts[symbol] ?? 0), 0);
      expect(bits).toBeLessThanOrEqual(entropy + total);
    }),
  );
});
