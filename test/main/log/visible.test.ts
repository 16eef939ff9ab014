import fc from "fast-check";
import { expect, test } from "vitest";
import { hasControls, visible, visibleLines } from "../../../src/main/log/visible.ts";

test.each([
  ["an escape sequence", "\u001b[31mred", String.raw`\u001b[31mred`],
  ["one of a single character", "\u009b31m", String.raw`\u009b31m`],
  ["line ends", "a\r\nb\u2028c", String.raw`a\r\nb\u2028c`],
  ["a tab", "a\tb", String.raw`a\tb`],
  ["what turns the direction of writing", "\u202ecod.exe", String.raw`\u202ecod.exe`],
  ["a format character beyond the basic plane", "\u{e0001}", String.raw`\udb40\udc01`],
  ["nothing", "/größe/😀 \\n", "/größe/😀 \\n"],
])("%s is escaped", (_, text, want) => {
  expect(visible(text)).toBe(want);
});

test("a long text keeps its beginning and its end", () => {
  const text = `--flag: "${"x".repeat(100_000)}" is wrong`;
  expect(visible(text)).toMatch(/^--flag: "x+… \(99019 characters left out\) …x+" is wrong$/);
  expect(visible(text)).toHaveLength(1000 + "… (99019 characters left out) …".length);
  expect(visible("abcdefghijkl", 10)).toBe("abcdefg… (2 characters left out) …jkl");
  expect(visible("abcdefghij", 10)).toBe("abcdefghij");
});

test("any text is shown on one line without controls, and the same when it is shown again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
      const shown = visible(text);
      expect(hasControls(shown)).toBe(false);
      expect(visible(shown)).toBe(shown);
    }),
  );
});

test("JSON keeps its lines and its content", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const json = JSON.stringify(value, undefined, 2);
      const shown = visibleLines(json);
      expect(JSON.parse(shown)).toEqual(JSON.parse(json));
      expect(shown.split("\n").some(hasControls)).toBe(false);
    }),
  );
});
