import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import {
  AttributeWalker,
  buildAttribute,
  buildRequest,
  cString,
  NLM_F_DUMP,
  readU64,
  u32,
} from "../../../../src/collectors/parsers/netlink/message.ts";

test("a request is a header with length, type and flags, and the payload", () => {
  const request = buildRequest(18, NLM_F_DUMP, u32(7), buildAttribute(29, cString("ab")));
  expect(request.toString("hex")).toBe("1c0000001200010300000000000000000700000007001d0061620000");
});

test("walks over attributes of each width and over nested ones", () => {
  const inner = Buffer.concat([buildAttribute(1, cString("über")), buildAttribute(2, Buffer.from([200]))]);
  const bytes = Buffer.concat([
    Buffer.from("head"),
    buildAttribute(5, u32(0xfffffffe)),
    buildAttribute(6, Buffer.from("ffffffffffff1f00", "hex")),
    buildAttribute(0x8000 | 7, inner),
    buildAttribute(8, Buffer.from([1, 2])),
  ]);
  const walker = new AttributeWalker("test").enter(bytes, 4, bytes.length);
  const nested = new AttributeWalker("nested");
  expect([walker.next(), walker.type, walker.u32(), walker.i32()]).toEqual([true, 5, 4_294_967_294, -2]);
  expect([walker.next(), walker.type, walker.u64()]).toEqual([true, 6, Number.MAX_SAFE_INTEGER]);
  expect([walker.next(), walker.type]).toEqual([true, 7]);
  nested.enterNested(walker);
  expect([nested.next(), nested.type, nested.text()]).toEqual([true, 1, "über"]);
  expect([nested.next(), nested.type, nested.u8(), nested.next()]).toEqual([true, 2, 200, false]);
  expect([walker.next(), walker.type, walker.u16(), walker.copy()]).toEqual([true, 8, 513, Buffer.from([1, 2])]);
  expect(walker.next()).toBe(false);
});

test("64-bit numbers above 2^53 are rounded to the nearest float64", () => {
  expect(readU64(Buffer.from("ffffffffffffffff", "hex"), 0)).toBe(2 ** 64);
  expect(readU64(Buffer.from("0100000000002000", "hex"), 0)).toBe(9_007_199_254_740_992);
});

test.each([
  ["an attribute longer than the message", "0900050000000000", "test: attribute 5 claims 9 of 8 bytes"],
  ["an attribute shorter than its header", "0300050000000000", "test: attribute 5 claims 3 of 8 bytes"],
])("%s is an error", (_, hex, message) => {
  const bytes = Buffer.from(hex, "hex");
  const walker = new AttributeWalker("test").enter(bytes, 0, bytes.length);
  expect(() => walker.next()).toThrow(new ParseError(message));
});

test("a value of too few bytes is an error", () => {
  const bytes = buildAttribute(5, Buffer.from([1, 2]));
  const walker = new AttributeWalker("test").enter(bytes, 0, bytes.length);
  walker.next();
  expect(() => walker.u32()).toThrow(new ParseError("test: attribute 5 has 2 bytes, expected 4"));
});

test("a message without room for its fixed header is an error", () => {
  expect(() => new AttributeWalker("link").enter(Buffer.alloc(8), 16, 8)).toThrow(
    new ParseError("link: message 8 bytes too short"),
  );
});
