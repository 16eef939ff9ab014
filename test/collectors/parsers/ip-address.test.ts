import { expect, test } from "vitest";
import { formatHexAddress } from "../../../src/collectors/parsers/ip-address.ts";

test.each([
  ["C0A80016", "192.168.0.22"],
  ["00000000", "0.0.0.0"],
  ["26200000000000000000000000000001", "2620::1"],
  ["20010db8000000010000000000000001", "2001:db8:0:1::1"],
  ["20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
  ["20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
  ["00000000000000000000000000000000", "::"],
  ["00000000000000000000ffffc0a80001", "192.168.0.1"],
  ["fe800000000000000000000000000000", "fe80::"],
])("%s is %s", (figures, text) => {
  expect(formatHexAddress(figures)).toBe(text);
});

test.each(["", "C0A8", "C0A8001G", "C0A8001600"])("%j is no address", (figures) => {
  expect(formatHexAddress(figures)).toBeUndefined();
});
