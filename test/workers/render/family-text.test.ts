import fc from "fast-check";
import { expect, test } from "vitest";
import { FamilyText } from "../../../src/workers/render/family-text.ts";
import { naiveLines } from "./naive.ts";

/** One emitted sample: as many label values as the family has labels. */
interface Emitted {
  readonly labels: readonly string[];
  readonly value: number;
}

test("gives the text of a plain renderer, whatever the scrapes before were like", () => {
  const runs = fc.constantFrom(...FAMILIES).chain((labelNames) =>
    fc.record({
      labelNames: fc.constant(labelNames),
      scrapes: fc.array(scrape(labelNames.length), { minLength: 1, maxLength: 8 }),
    }),
  );
  fc.assert(
    fc.property(runs, ({ labelNames, scrapes }) => sameAsNaive(labelNames, scrapes)),
    { numRuns: 3000 },
  );
});

test("gives the text of a plain renderer when only values change, as most scrapes do", () => {
  const labels = fc.uniqueArray(fc.array(LABEL, { minLength: 2, maxLength: 2 }), { maxLength: 12, selector: String });
  const runs = labels.chain((rows) =>
    fc
      .array(fc.array(VALUE, { minLength: rows.length, maxLength: rows.length }), { minLength: 2, maxLength: 8 })
      .map((scrapes) => scrapes.map((values) => rows.map((row, i) => ({ labels: row, value: values[i] ?? 0 })))),
  );
  fc.assert(
    fc.property(runs, (scrapes) => sameAsNaive(["b", "a"], scrapes)),
    { numRuns: 2000 },
  );
});

test("ten thousand samples keep in step while all their values change length again and again", () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => [`disk${i}`, "rw"]);
  const scrapes = [0, 1e9 + 0.123_456_789, -1e-7, 5].map((base) =>
    rows.map((labels, i) => ({ labels, value: i % 3 === 0 ? base : base + i })),
  );
  sameAsNaive(["device", "mode"], scrapes);
});

test("gives memory back when most samples are gone", () => {
  const family = new FamilyText("x", ["a"]);
  for (let i = 0; i < 1000; i++) family.add1(i, `value ${i}`);
  family.finish();
  const before = family.bytes.length;
  family.add1(1, "value 0");
  family.finish();
  expect(family.bytes.length).toBeLessThan(before / 10);
  expect(textOf(family)).toBe('x{a="value 0"} 1\n');
});

test("a scrape without samples has no text", () => {
  const family = new FamilyText("x", []);
  family.add0(1);
  expect(family.touched).toBe(true);
  family.finish();
  expect(family.touched).toBe(false);
  family.finish();
  expect([textOf(family), family.samples]).toEqual(["", 0]);
});

test("of samples with the same labels the first stays, and the others are counted", () => {
  const family = new FamilyText("x", ["a"]);
  for (const [value, label] of [
    [1, "b"],
    [2, "a"],
    [3, "b"],
    [4, "b"],
  ] as const)
    family.add1(value, label);
  family.finish();
  expect(textOf(family)).toBe('x{a="a"} 2\nx{a="b"} 1\n');
  expect([family.samples, family.duplicates]).toEqual([2, 2]);
});

test("names that the format cannot hold are rewritten", () => {
  const family = new FamilyText("a.b", ["c-d"]);
  family.add1(1, "x");
  family.finish();
  expect(textOf(family)).toBe('a_b{c_d="x"} 1\n');
});

/** Label names in the order of emission; the exposition sorts them. */
const FAMILIES: readonly (readonly string[])[] = [
  [],
  ["device"],
  ["mode", "cpu"],
  ["c", "a", "b"],
  ["b", "d", "c", "a"],
  ["e", "b", "d", "c", "a", "f"],
];

/** Few different values, so that duplicates, repeats and neighbours are frequent. */
const LABEL = fc.oneof(
  fc.constantFrom("", "0", "1", "10", "2", "eth0", 'a"b', "a\\b", "a\nb", "é", "\uFFFD", "😀", "x".repeat(100)),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const VALUE = fc.oneof(
  fc.constantFrom(0, -0, 1, 9, 10, 999_999, 1e6, 1.5, NaN, Infinity, -Infinity, 2 ** 64, 5e-324),
  fc.nat(),
  fc.double(),
);

function scrape(width: number): fc.Arbitrary<Emitted[]> {
  const sample = fc.record({ labels: fc.array(LABEL, { minLength: width, maxLength: width }), value: VALUE });
  return fc.array(sample, { maxLength: 12 });
}

function sameAsNaive(labelNames: readonly string[], scrapes: readonly (readonly Emitted[])[]): void {
  const family = new FamilyText("node_x", labelNames);
  for (const samples of scrapes) {
    for (const { labels, value } of samples) add(family, labels, value);
    expect(family.touched).toBe(samples.length > 0);
    family.finish();
    const lines = naiveLines(
      "node_x",
      samples.map(({ labels, value }) => ({
        labels: Object.fromEntries(labelNames.map((name, i) => [name, labels[i] ?? ""])),
        value,
      })),
    );
    expect(textOf(family)).toBe(lines.join(""));
    expect([family.samples, family.duplicates]).toEqual([lines.length, samples.length - lines.length]);
  }
}

function add(family: FamilyText, labels: readonly string[], value: number): void {
  const [a = "", b = "", c = "", d = ""] = labels;
  switch (labels.length) {
    case 0:
      return family.add0(value);
    case 1:
      return family.add1(value, a);
    case 2:
      return family.add2(value, a, b);
    case 3:
      return family.add3(value, a, b, c);
    case 4:
      return family.add4(value, a, b, c, d);
    default:
      return family.add(value, labels);
  }
}

function textOf({ bytes, length }: FamilyText): string {
  return bytes.toString("utf8", 0, length);
}
