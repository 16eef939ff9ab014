import fc from "fast-check";
import { expect, test } from "vitest";
import { OpenFamilyText } from "../../../src/workers/render/open-family-text.ts";
import { naiveLines } from "./naive.ts";

test("fewer labels first, then by values before names, names sorted within a sample", () => {
  const family = new OpenFamilyText("x");
  family.add(1, ["z", "a"], ["1", "2"]);
  family.add(2, ["b"], ["9"]);
  family.add(3, [], []);
  family.add(4, ["a"], ["10"]);
  family.finish();
  expect(textOf(family)).toBe('x 3\nx{a="10"} 4\nx{b="9"} 2\nx{a="2",z="1"} 1\n');
});

test("of samples with the same labels the first stays", () => {
  const family = new OpenFamilyText("x");
  family.add(1, ["a", "b"], ["1", "2"]);
  family.add(2, ["b", "a"], ["2", "1"]);
  family.finish();
  expect(textOf(family)).toBe('x{a="1",b="2"} 1\n');
  expect([family.samples, family.duplicates]).toEqual([1, 1]);
});

test("nothing stays from one scrape to the next", () => {
  const family = new OpenFamilyText("x");
  family.add(1, ["a"], ["1"]);
  expect(family.touched).toBe(true);
  family.finish();
  expect(family.touched).toBe(false);
  family.finish();
  expect([textOf(family), family.samples, family.duplicates]).toEqual(["", 0, 0]);
});

test("gives the text of a plain renderer", () => {
  const sample = fc.record({
    labels: fc.dictionary(
      fc.constantFrom("a", "b", "c"),
      fc.constantFrom("", "1", "10", "2", 'q"', "\\", "\n", "😀", "\uFFFD"),
    ),
    value: fc.double(),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(sample, { maxLength: 10 }), { maxLength: 4 }),
      (scrapes: { labels: Record<string, string>; value: number }[][]) => {
        const family = new OpenFamilyText("x");
        for (const samples of scrapes) {
          for (const { labels, value } of samples) family.add(value, Object.keys(labels), Object.values(labels));
          family.finish();
          expect(textOf(family)).toBe(naiveLines("x", samples).join(""));
        }
      },
    ),
    { numRuns: 1000 },
  );
});

function textOf({ bytes, length }: OpenFamilyText): string {
  return bytes.toString("utf8", 0, length);
}
