import { expect, test } from "vitest";
import type { Flag } from "../../../src/main/options/flag.ts";
import { resolveValues } from "../../../src/main/options/values.ts";

const group = "General";
const LEVEL: Flag = { name: "level", group, type: "int", default: 1, env: "LEVEL", help: "Level." };
const WAIT: Flag = { name: "wait", group, type: "duration", default: "1m", help: "Wait." };
const PLACES: Flag = { name: "place", group, type: "strings", default: ["here"], help: "Place." };

test.each([
  ["nothing", [], {}, { value: 1, origin: "default" }],
  ["an empty variable", [], { LEVEL: "" }, { value: 1, origin: "default" }],
  ["a variable", [], { LEVEL: "2" }, { value: 2, origin: "environment", variable: "LEVEL" }],
  ["a flag with the value of the default", ["1"], {}, { value: 1, origin: "flag" }],
  ["a flag and a variable", ["3"], { LEVEL: "2" }, { value: 3, origin: "flag" }],
])("%s sets a value and its origin", (_, texts, env, want) => {
  const values = resolveValues(
    [LEVEL],
    texts.map((text) => ({ flag: LEVEL, text })),
    env,
  );
  expect(values.get("level")).toEqual(want);
  expect(values.isGiven("level")).toBe(want.origin === "flag");
});

test("durations arrive in seconds, repeatable flags as lists", () => {
  const found = [
    { flag: PLACES, text: "a" },
    { flag: PLACES, text: "b" },
  ];
  const values = resolveValues([WAIT, PLACES], found, {});
  expect(values.get("wait")).toEqual({ value: 60, origin: "default" });
  expect(values.get("place")).toEqual({ value: ["a", "b"], origin: "flag" });
  expect(resolveValues([PLACES], [], {}).get("place")).toEqual({ value: ["here"], origin: "default" });
});

test("an unknown name is a fault of the program", () => {
  expect(() => resolveValues([], [], {}).get("none")).toThrow("no flag is called none");
});
