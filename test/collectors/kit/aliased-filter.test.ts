import { expect, test } from "vitest";
import { aliasedFilter } from "../../../src/collectors/kit/aliased-filter.ts";

const FILTER = { exclude: "new", old: "old", include: "include" } as const;

function open(
  flags: Partial<Record<"new" | "old" | "include", string>>,
  given: readonly string[] = Object.keys(flags),
) {
  const logs: string[] = [];
  const ignored = aliasedFilter(
    {
      flags: { new: "^default", old: "", include: "", ...flags },
      given: (flag) => given.includes(flag),
      log: (level, message) => logs.push(`${level}: ${message}`),
    },
    FILTER,
  );
  return { ignored, logs };
}

test.each([
  ["default", {}, { default1: true, other: false }],
  ["explicit exclude", { new: "^x" }, { default1: false, x: true }],
  ["old exclude", { old: "^x" }, { default1: false, x: true }],
  ["include clears the default", { include: "1$" }, { default1: false, other: true }],
  ["include clears the old exclude", { include: "1$", old: "^x" }, { x1: false, x2: true }],
  ["include with an explicit empty exclude", { include: "1$", new: "" }, { default1: false, other: true }],
  ["explicit empty exclude", { new: "" }, { default1: false }],
])("%s", (_, flags, want) => {
  const { ignored } = open(flags);
  expect(Object.fromEntries(Object.keys(want).map((name) => [name, ignored(name)]))).toEqual(want);
});

test("refuses the old and the new exclude together, whatever they say", () => {
  expect(() => open({ old: "a", new: "" })).toThrow("--old and --new are mutually exclusive");
});

test("refuses include with an explicit exclude, even if that is the default", () => {
  expect(() => open({ include: "a", new: "^default" })).toThrow("--new and --include are mutually exclusive");
});

test("warns of the old flag", () => {
  expect(open({ old: "a" }).logs).toEqual(["warn: --old is deprecated, use --new"]);
});

test("a bad pattern names the flag it came from", () => {
  expect(() => open({ old: "(" })).toThrow("--old: bad regular expression");
});
