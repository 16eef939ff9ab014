import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNumber } from "../../../src/collectors/text-format/number.ts";
import { defineFamily } from "../../../src/workers/protocol/definition.ts";
import { NumberLines } from "../../../src/main/self/number-lines.ts";
import { textOf } from "../scrape/pieces.ts";

const DEFINITION = defineFamily("a", "gauge", "A.");
const PREFIXES = ['a{b="ä"} ', "c ", "d "];

test("all numbers are 0 at first", () => {
  expect(text(new NumberLines(DEFINITION, PREFIXES))).toBe(expected([0, 0, 0]));
});

test("longer and shorter numbers move what follows", () => {
  const lines = new NumberLines(DEFINITION, PREFIXES);
  for (const values of [
    [1, 2, 3],
    [10, 2, 3],
    [1e-300, -123.456789e-7, 1],
    [Number.NaN, 1, Infinity],
    [0, 0, 0],
  ]) {
    lines.update(Float64Array.from(values));
    expect(text(lines)).toBe(expected(values));
  }
});

test("the text is that of the last numbers, whatever was before", () => {
  const scrape = fc.array(fc.double(), { minLength: PREFIXES.length, maxLength: PREFIXES.length });
  fc.assert(
    fc.property(fc.array(scrape, { minLength: 1 }), (scrapes) => {
      const lines = new NumberLines(DEFINITION, PREFIXES);
      for (const values of scrapes) lines.update(Float64Array.from(values));
      expect(text(lines)).toBe(expected(scrapes.at(-1) ?? []));
    }),
  );
});

function text({ piece }: NumberLines): string {
  return textOf(piece);
}

function expected(values: readonly number[]): string {
  return PREFIXES.map((prefix, i) => `${prefix}${formatNumber(values[i] ?? 0)}\n`).join("");
}
