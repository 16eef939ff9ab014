import { expect, test } from "vitest";
import { addressScope, formatIp, formatPrefix } from "../../../../src/collectors/parsers/netlink/ip.ts";

const V4 = (text: string) => Buffer.from(text.split(".").map(Number));
const V6 = (hex: string) => Buffer.from(hex.replaceAll(":", "").padEnd(32, "0"), "hex");
const LAST = (byte: string) => Buffer.from(byte.padStart(32, "0"), "hex");

test.each([
  [V4("192.0.2.1"), "192.0.2.1"],
  [V6("2001:0db8:0000:0000:0001:0000:0000:0001"), "2001:db8::1:0:0:1"],
  [LAST("ffffc0000201"), "192.0.2.1"],
  [LAST(""), "::"],
])("%j is %s", (bytes, text) => {
  expect(formatIp(bytes)).toBe(text);
});

test.each([
  [V4("192.0.2.255"), 24, "192.0.2.0/24"],
  [V4("192.0.2.255"), 30, "192.0.2.252/30"],
  [V4("192.0.2.255"), 0, "0.0.0.0/0"],
  [V6("fd00:0123:4567:89ff"), 61, "fd00:123:4567:89f8::/61"],
  [LAST("1"), 128, "::1/128"],
])("%j with %d bits is %s", (bytes, length, text) => {
  expect(formatPrefix(bytes, length)).toBe(text);
});

test.each([
  [V4("127.0.0.1"), "link-local"],
  [V4("169.254.1.1"), "link-local"],
  [V4("224.0.0.5"), "link-local"],
  [V4("239.1.2.3"), ""],
  [V4("255.255.255.255"), ""],
  [V4("0.0.0.0"), ""],
  [V4("10.0.0.1"), "global"],
  [V4("240.0.0.1"), "global"],
  [LAST("1"), "link-local"],
  [LAST(""), ""],
  [LAST("2"), "global"],
  [V6("fe80::"), "link-local"],
  [V6("febf"), "link-local"],
  [V6("fec0"), "global"],
  [V6("ff01"), "interface-local"],
  [V6("ff12"), "link-local"],
  [V6("ff0e"), ""],
  [V6("fd00:1"), "global"],
  [LAST("ffff7f000001"), "link-local"],
])("%j has scope %j", (bytes, scope) => {
  expect(addressScope(bytes)).toBe(scope);
});
