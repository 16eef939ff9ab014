import fc from "fast-check";
import { expect, test } from "vitest";
import { ValueReader } from "../../../../src/collectors/parsers/dbus/values.ts";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { marshal, variant, type Sent } from "../../../support/dbus/marshal.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

function read(signature: string, bytes: Buffer) {
  return new ValueReader(bytes, true, 0, bytes.length).list(signature);
}

test.each<[string, readonly Sent[], unknown]>([
  ["ybnqiu", [1, true, -2, 3, -4, 4_294_967_295], [1, true, -2, 3, -4, 4_294_967_295]],
  ["yxt", [1, -5n, 18_446_744_073_709_551_615n], [1, -5, 2 ** 64]],
  ["ydg", [1, 1.5, "a{sv}"], [1, 1.5, "a{sv}"]],
  ["so", ["t\u00e4xt", "/a/b"], ["t\u00e4xt", "/a/b"]],
  ["yv", [1, variant("as", ["x", "y"])], [1, ["x", "y"]]],
  ["a{sv}", [[["a", variant("u", 1)]]], [[["a", 1]]]],
  ["a(so)as", [[["n", "/p"]], []], [[["n", "/p"]], []]],
  ["at", [[]], [[]]],
  ["ay", [[65, 66]], ["AB"]],
])("values of %j come back", (signature, values, expected) => {
  expect(read(signature, marshal(signature, values))).toEqual(expected);
});

test("big-endian numbers", () => {
  const bytes = Buffer.from([0, 0, 1, 2]);
  expect(new ValueReader(bytes, false, 0, 4).list("u")).toEqual([258]);
});

test("texts and numbers give themselves back", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.nat())), (rows) => {
      expect(read("a(su)", marshal("a(su)", [rows]))).toEqual([rows]);
    }),
  );
});

test.each([
  ["u", [1, 2, 3], "a message is shorter than its values"],
  ["s", [9, 0, 0, 0, 65, 0], "a message is shorter than its values"],
  ["s", [255, 255, 255, 255], "a message is shorter than its values"],
  ["au", [255, 255, 255, 255], "a message is shorter than its values"],
  ["au", [3, 0, 0, 0, 1, 2, 3, 4], "an array does not end where it should"],
  ["v", [2, 115, 115, 0], "a variant does not hold one value"],
  ["v", [0, 0], "a variant does not hold one value"],
])("%j of %j is an error", (signature, bytes, message) => {
  expect(() => read(signature, Buffer.from(bytes))).toThrow(new ParseError(`D-Bus: ${message}`));
});

test("variants within variants end somewhere", () => {
  const bytes = Buffer.concat(Array.from({ length: 100 }, () => Buffer.from([1, 118, 0])));
  expect(() => read("v", bytes)).toThrow("nested too deeply");
});

test("survives garbage", () => {
  const good = marshal("a(ssssssouso)v", [
    [["a.service", "A", "loaded", "active", "running", "", "/a", 0, "", "/"]],
    variant("a{sv}", [["k", variant("t", 7)]]),
  ]);
  parserSurvivesGarbage((bytes) => read("a(ssssssouso)v", bytes), good);
});
