import fc from "fast-check";
import { expect, test } from "vitest";
import { parseWebConfig } from "../../../src/main/server/config/web-config.ts";
import { WebError } from "../../../src/main/server/web-error.ts";

const HASH = `$2b$04$${"a".repeat(53)}`;

test.each([
  ["lists without end", "[".repeat(100_000)],
  ["maps without end", "a: {".repeat(100_000)],
  ["aliases of aliases", `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`],
  ["a value in itself", "basic_auth_users: &a\n  alice: *a\n"],
  ["a list as key", `basic_auth_users:\n  ? [alice]\n  : ${HASH}\n`],
  ["an unknown tag", `basic_auth_users:\n  alice: !secret ${HASH}\n`],
  ["many unknown keys", Array.from({ length: 20_000 }, (_, index) => `key${index}: 1`).join("\n")],
])("%s are refused with one line", (_name, text) => {
  expect(() => parseWebConfig(text, "web.yml")).toThrow(WebError);
  expect(() => parseWebConfig(text, "web.yml")).toThrow(/^web\.yml:\d+: [^\n]+$/);
});

test.each([
  ["a key", `"a\\e[31m\\x9b\\u202e": 1\n`, String.raw`web.yml:1: a\u001b[31m\u009b\u202e: unknown key`],
  ["a directive", "%\u001bX\n---\na: 1\n", String.raw`web.yml:1: Unknown directive %\u001bX`],
  ["an alias", "basic_auth_users: *x\u009b\n", String.raw`web.yml:1: basic_auth_users: there is no anchor &x\u009b`],
])("control characters of %s reach no terminal", (_name, text, message) => {
  expect(() => parseWebConfig(text, "web.yml")).toThrow(new WebError(message));
});

test("many users are read", () => {
  const users = Array.from({ length: 2000 }, (_, index) => `  user${index}: ${HASH}\n`).join("");
  expect(parseWebConfig(`basic_auth_users:\n${users}`, "web.yml").users.size).toBe(2000);
});

test("scalars count as the text they are written as", () => {
  const { users, headers } = parseWebConfig(
    `basic_auth_users:\n  yes: ${HASH}\n  010: ${HASH}\n  ~: ${HASH}\nhttp_server_config:\n  headers: {X-XSS-Protection: 010}\n`,
    "web.yml",
  );
  expect([...users.keys()]).toEqual(["yes", "010", ""]);
  expect(headers).toEqual([["X-XSS-Protection", "010"]]);
});

test("nothing but a WebError comes of garbage", () => {
  const piece = fc.constantFrom(
    "tls_server_config",
    "basic_auth_users",
    "alice",
    ": ",
    "\n",
    "  ",
    "- ",
    "[",
    "{",
    "&a ",
    "*a",
    "!",
    "'",
    '"',
    "|",
    "~",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 }))), (pieces) => {
      try {
        parseWebConfig(pieces.join(""), "web.yml");
      } catch (error) {
        expect(error).toBeInstanceOf(WebError);
      }
    }),
  );
});
