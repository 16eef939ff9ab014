import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeHelp, escapeLabelValue, escapeName } from "../../../src/collectors/text-format/escape.ts";

test.each([
  ["", ""],
  ["/dev/sda1", "/dev/sda1"],
  ['a "b"', String.raw`a \"b\"`],
  [String.raw`C:\x`, String.raw`C:\\x`],
  ["two\nlines", String.raw`two\nlines`],
  [String.raw`\n`, String.raw`\\n`],
  ["tab\tand\rreturn and größe", "tab\tand\rreturn and größe"],
])("the label value %j becomes %s", (value, text) => {
  expect(escapeLabelValue(value)).toBe(text);
});

test("an escaped label value has no bare quote or line break and can be read back", () => {
  const texts = fc.string({ unit: fc.constantFrom("\\", "\n", '"', "n", "a", "é") });
  fc.assert(
    fc.property(texts, (value: string) => {
      const text = escapeLabelValue(value);
      expect(text).toMatch(/^(?:[^"\\\n]|\\["\\n])*$/);
      expect(text.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter))).toBe(value);
    }),
  );
});

test("a help text keeps its quotes", () => {
  expect(escapeHelp('a "b"\\\nc')).toBe(String.raw`a "b"\\\nc`);
});

test.each([
  ["node_load1", "node_load1"],
  ["a:b", "a:b"],
  ["_x", "_x"],
  ["a-b.c d", "a_b_c_d"],
  ["größe", "gr__e"],
  ["a😀b", "a_b"],
  ["9lives", "_lives"],
  ["1", "_"],
])("the name %s becomes %s: one _ for each character that a name cannot hold there", (name, exposed) => {
  expect(escapeName(name)).toBe(exposed);
});
