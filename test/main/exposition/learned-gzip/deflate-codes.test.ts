import { expect, test } from "vitest";
import { distanceExtraBits, distanceSymbol } from "../../../../src/main/exposition/learned-gzip/deflate-codes.ts";

// RFC 1951, 3.2.5: distance, symbol, extra bits, their value.
test.each([
  [1, 0, 0, 0],
  [4, 3, 0, 0],
  [5, 4, 1, 0],
  [6, 4, 1, 1],
  [7, 5, 1, 0],
  [128, 13, 5, 31],
  [129, 14, 6, 0],
  [24_577, 29, 13, 0],
  [32_768, 29, 13, 8191],
])("distance %i has symbol %i and %i extra bits of value %i", (distance, symbol, count, value) => {
  expect(distanceSymbol(distance)).toBe(symbol);
  expect(distanceExtraBits(distance)).toBe((count << 16) | value);
});
