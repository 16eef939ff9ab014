import { expect, test } from "vitest";
import { subjectAltNames } from "../../../../src/main/server/tls/client-certificate.ts";

test.each([
  ["", []],
  ["DNS:a.example", ["a.example"]],
  ["DNS:a.example, IP Address:192.0.2.7, email:ops@example.org", ["a.example", "192.0.2.7", "ops@example.org"]],
  ["IP Address:2001:DB8:0:0:0:0:0:1", ["2001:db8::1"]],
  ["URI:spiffe://example/a", ["spiffe://example/a"]],
  ['URI:"http://a/?x,\\u0020DNS:b.example", DNS:c.example', ["http://a/?x, DNS:b.example", "c.example"]],
  ['DNS:"a.example\\u0000.evil"', ["a.example\u0000.evil"]],
  ["DirName:CN = a, DNS:b.example", ["b.example"]],
  ['DNS:a.example, "broken', []],
  ["no names", []],
  ['DNS:"a.example', []],
])("%s", (text, expected) => {
  expect(subjectAltNames(text)).toEqual(expected);
});
