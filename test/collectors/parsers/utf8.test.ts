import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "../../../src/collectors/parsers/utf8.ts";

test.each([
  ["plain", "plain"],
  ["\u00e4\u20ac\u{1f600}", "\u00e4\u20ac\u{1f600}"],
  ["kept \ufffd\ufffd", "kept \ufffd\ufffd"],
])("keeps %j", (text, expected) => {
  expect(decodeUtf8(Buffer.from(text))).toBe(expected);
});

test.each([
  [[0xff, 0xff, 0xff], "\ufffd"],
  [[0x61, 0xff, 0x62, 0xc3], "a\ufffdb\ufffd"],
  [[0xe2, 0x82, 0x41], "\ufffdA"],
  [[0xed, 0xa0, 0x80], "\ufffd"],
])("bytes %j read %j", (bytes, expected) => {
  expect(decodeUtf8(Buffer.from(bytes))).toBe(expected);
});

test("any text gives itself back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => decodeUtf8(Buffer.from(text)) === text),
    { numRuns: 500 },
  );
});

test("any bytes give text that is UTF-8", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => decodeUtf8(Buffer.from(bytes)).isWellFormed()));
});
