import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalCodes, codeLengths } from "../../../../src/main/exposition/learned-gzip/huffman.ts";

test("frequent symbols get short codes, symbols that never come get none", () => {
  expect(codeLengths([8, 4, 2, 0, 1, 1], 15)).toEqual([1, 2, 3, 0, 4, 4]);
  expect(codeLengths([0, 7, 0], 15)).toEqual([0, 1, 0]);
  expect(codeLengths([0, 0], 15)).toEqual([0, 0]);
});

test("codes are those of RFC 1951, 3.2.2, last bit first", () => {
  // A to H of its example: 010, 011, 100, 101, 110, 00, 1110, 1111.
  const codes = canonicalCodes([3, 3, 3, 3, 3, 2, 4, 4]);
  expect(codes).toEqual([0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111]);
});

test("no code is longer than the limit, and all of them together are complete", () => {
  const counts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 286 });
  fc.assert(
    fc.property(counts, (counts) => {
      const used = counts.filter((count) => count > 0).length;
      fc.pre(used > 1);
      const lengths = codeLengths(counts, 11);
      const share = lengths.reduce((sum, length) => sum + (length > 0 ? 2 ** -length : 0), 0);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(11);
      expect(share).toBe(1);
      expect(lengths.map((length) => length > 0)).toEqual(counts.map((count) => count > 0));
    }),
  );
});
