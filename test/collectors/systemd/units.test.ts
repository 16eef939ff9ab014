import { expect, test } from "vitest";
import { parseUnits, parseVersion } from "../../../src/collectors/systemd/units.ts";
import { ParseError } from "../../../src/collectors/kit/errors.ts";

test.each([
  ["252 (252.39-1~deb12u2)", 252],
  ["257.9-1.fc42", 257.9],
  ["v255.4", 255.4],
  ["systemd 44", 0],
  ["", 0],
])("version %j is %d", (text, version) => {
  expect(parseVersion(text)).toBe(version);
});

test("units", () => {
  const row = ["a.service", "A", "loaded", "active", "running", "", "/unit/a", 0, "", "/"];
  expect(parseUnits([[row]])).toEqual([
    { name: "a.service", loadState: "loaded", activeState: "active", path: "/unit/a" },
  ]);
});

test("an entry that is no unit is left out and reported", () => {
  const row = ["a.service", "A", "loaded", "active", "running", "", "/unit/a", 0, "", "/"];
  const problems: string[] = [];
  const units = parseUnits([[["short"], row]], ({ message }) => void problems.push(message));
  expect(units.map(({ name }) => name)).toEqual(["a.service"]);
  expect(problems).toEqual(["systemd: an entry of ListUnits is not a unit"]);
});

test.each([[[]], [["text"]], [[["text"]]], [[[["a"]]]], [[[["a", "b", 1, "c", "d", "e", "f"]]]]])(
  "%j is no list of units",
  (body) => {
    expect(() => parseUnits(body)).toThrow(ParseError);
  },
);
