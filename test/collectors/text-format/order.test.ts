import fc from "fast-check";
import { expect, test } from "vitest";
import { compareBytewise } from "../../../src/collectors/text-format/order.ts";

test("orders as the UTF-8 bytes do", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("a", "b", "\u007f", "\u0080", "é", "\uD7FF", "\uE000", "\uFFFF", "😀", "\u{10FFFF}"),
    }),
  );
  fc.assert(
    fc.property(text, text, (a: string, b: string) => {
      expect(Math.sign(compareBytewise(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["", "a"],
  ["10", "2"],
  ["B", "a"],
  ["a", "ab"],
  ["\uFFFD", "😀"],
])("%j comes before %j", (first, second) => {
  expect(compareBytewise(first, second)).toBeLessThan(0);
  expect(compareBytewise(second, first)).toBeGreaterThan(0);
});
