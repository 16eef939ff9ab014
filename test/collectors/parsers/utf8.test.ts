import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeName, decodeUtf8, encodeName, readableText } from "../../../src/collectors/parsers/utf8.ts";

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

test("a name of any bytes gives the same bytes back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => Buffer.from(encodeName(decodeName(Buffer.from(bytes)))).equals(bytes)),
  );
});

test("a name that is UTF-8 is its text, and needs no bytes of its own", () => {
  expect(decodeName(Buffer.from("\u00e4-\u{1f600}"))).toBe("\u00e4-\u{1f600}");
  expect(encodeName("\u00e4-\u{1f600}")).toBe("\u00e4-\u{1f600}");
});

test("bytes of a name that are not UTF-8 read U+FFFD, one for each run", () => {
  expect(readableText(decodeName(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0xff])))).toBe("a\ufffdb\ufffd");
  expect(readableText("\u{1f600}")).toBe("\u{1f600}");
});
