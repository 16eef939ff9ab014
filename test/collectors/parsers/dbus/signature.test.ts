import { expect, test } from "vitest";
import { parseSignature } from "../../../../src/collectors/parsers/dbus/signature.ts";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";

const basic = (code: string) => ({ code, inner: [] });

test("containers hold their parts", () => {
  expect(parseSignature("ua{sv}(bax)")).toEqual([
    basic("u"),
    { code: "a", inner: [{ code: "{", inner: [basic("s"), basic("v")] }] },
    { code: "(", inner: [basic("b"), { code: "a", inner: [basic("x")] }] },
  ]);
  expect(parseSignature("")).toEqual([]);
});

test.each([
  "a",
  "(",
  "()",
  "(s",
  ")",
  "{s}",
  "{sss}",
  "z",
  "s}",
  "a".repeat(100) + "y",
  "(".repeat(100) + "y" + ")".repeat(100),
])("%j is an error", (signature) => {
  expect(() => parseSignature(signature)).toThrow(ParseError);
});
