import { expect, test } from "vitest";
import { parseCredentials } from "../../../../src/main/server/auth/credentials.ts";

const encode = (text: string): string => Buffer.from(text).toString("base64");

test.each([
  [`Basic ${encode("alice:secret")}`, { user: "alice", password: "secret" }],
  [`BASIC ${encode("alice:a:b:")}`, { user: "alice", password: "a:b:" }],
  [`Basic ${encode(":")}`, { user: "", password: "" }],
  [`Basic ${encode("zoë:ключ")}`, { user: "zoë", password: "ключ" }],
])("%s", (header, expected) => {
  expect(parseCredentials(header)).toEqual(expected);
});

test.each([
  undefined,
  "",
  "Basic",
  "Basic ",
  encode("alice:secret"),
  `Basic${encode("alice:secret")}`,
  `Bearer ${encode("alice:secret")}`,
  `Basic ${encode("alice")}`,
  `Basic ${encode("alice:secret")} `,
  `Basic ${encode("alice:secre")}=`,
  `Basic ${encode("alice:secret?>").replaceAll("/", "_")}*`,
  `Basic ${Buffer.from([0x61, 0x3a, 0xc3]).toString("base64")}`,
])("none: %s", (header) => {
  expect(parseCredentials(header)).toBeUndefined();
});
