import { expect, test } from "vitest";
import { ConfigurationError } from "../../../src/collectors/kit/errors.ts";
import { exclusiveFilter } from "../../../src/collectors/kit/exclusive-filter.ts";

const FLAGS = { include: "", whitelist: "", exclude: "", blacklist: "" };
const NAMES = { include: "include", oldInclude: "whitelist", exclude: "exclude", oldExclude: "blacklist" } as const;

test.each([
  ["nothing set", {}, ["a", "b"]],
  ["include", { include: "a" }, ["a"]],
  ["exclude", { exclude: "a" }, ["b"]],
  ["the old include", { whitelist: "^a$" }, ["a"]],
  ["the old exclude", { blacklist: "^a$" }, ["b"]],
])("%s", (_, flags, shown) => {
  const { ignored } = filter(flags);
  expect(["a", "b"].filter((name) => !ignored(name))).toEqual(shown);
});

test("an old name is warned of", () => {
  expect(filter({ blacklist: "a" }).logs).toEqual(["warn: --blacklist is deprecated, use --exclude"]);
  expect(filter({ exclude: "a" }).logs).toEqual([]);
});

test.each([
  ["include and exclude", { include: "a", exclude: "b" }, "--exclude and --include are mutually exclusive"],
  ["both old names", { whitelist: "a", blacklist: "b" }, "--blacklist and --whitelist are mutually exclusive"],
  ["both names of include", { include: "a", whitelist: "b" }, "--whitelist and --include are mutually exclusive"],
  ["both names of exclude", { exclude: "a", blacklist: "b" }, "--blacklist and --exclude are mutually exclusive"],
])("%s cannot be combined", (_, flags, message) => {
  expect(() => filter(flags)).toThrow(new ConfigurationError(message));
});

function filter(flags: Partial<typeof FLAGS>) {
  const logs: string[] = [];
  const context = {
    flags: { ...FLAGS, ...flags },
    log: (level: string, message: string) => void logs.push(`${level}: ${message}`),
  };
  return { ignored: exclusiveFilter(context, NAMES), logs };
}
