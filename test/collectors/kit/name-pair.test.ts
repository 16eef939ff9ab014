import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../../src/collectors/kit/errors.ts";
import { ignoresNothing, namePair, type NamePairSpec } from "../../../src/collectors/kit/name-pair.ts";

/** Opens the pair with these flags given and the others at their defaults. */
function open(spec: NamePairSpec, given: Readonly<Record<string, string>>) {
  const pair = namePair(spec);
  const defaults = Object.entries(pair.flags).map(([flag, { default: preset }]) => [flag, preset]);
  const logs: string[] = [];
  const ignored = pair.ignored({
    flags: { ...Object.fromEntries(defaults), ...given },
    given: (flag) => flag in given,
    log: (level, message) => logs.push(`${level}: ${message}`),
  });
  return { ignored, logs };
}

function verdicts(spec: NamePairSpec, given: Readonly<Record<string, string>>, names: readonly string[]) {
  const { ignored } = open(spec, given);
  return Object.fromEntries(names.map((name) => [name, ignored(name)]));
}

describe("flags that may be combined", () => {
  const both = { what: "interfaces", include: { flag: "in" }, exclude: { flag: "ex" } };

  test.each([
    ["", "", "eth0", false],
    ["^lo$", "", "lo", true],
    ["^lo$", "", "eth0", false],
    ["", "^eth", "eth0", false],
    ["", "^eth", "lo", true],
    ["eth1", "^eth", "eth1", true],
  ])("exclude %j, include %j: %s ignored is %s", (ex, include, name, ignored) => {
    expect(open(both, { ex, in: include }).ignored(name)).toBe(ignored);
  });

  test("without a pattern nothing is tested", () => {
    expect(open(both, {}).ignored).toBe(ignoresNothing);
  });

  test("a bad pattern names the flag it came from", () => {
    expect(() => open(both, { ex: "(" })).toThrow("--ex: bad regular expression");
    expect(() => open({ ...both, include: { flag: "in", old: "white" } }, { white: "(" })).toThrow("--white: bad");
  });
});

describe("exclusive flags without defaults", () => {
  const either = {
    what: "interfaces",
    include: { flag: "include", old: "whitelist" },
    exclude: { flag: "exclude", old: "blacklist" },
    isExclusive: true,
  } as const;

  test.each([
    ["nothing set", {}, { a: false, b: false }],
    ["include", { include: "a" }, { a: false, b: true }],
    ["exclude", { exclude: "a" }, { a: true, b: false }],
    ["the old include", { whitelist: "^a$" }, { a: false, b: true }],
    ["the old exclude", { blacklist: "^a$" }, { a: true, b: false }],
    ["the old exclude and an empty new one", { blacklist: "^a$", exclude: "" }, { a: true, b: false }],
  ])("%s", (_, given, want) => {
    expect(verdicts(either, given, ["a", "b"])).toEqual(want);
  });

  test("an old name is warned of", () => {
    expect(open(either, { blacklist: "a" }).logs).toEqual(["warn: --blacklist is deprecated, use --exclude"]);
    expect(open(either, { exclude: "a" }).logs).toEqual([]);
  });

  test.each([
    ["include and exclude", { include: "a", exclude: "b" }, "--exclude and --include are mutually exclusive"],
    ["both old names", { whitelist: "a", blacklist: "b" }, "--blacklist and --whitelist are mutually exclusive"],
    ["both names of include", { include: "a", whitelist: "b" }, "--whitelist and --include are mutually exclusive"],
    ["both names of exclude", { exclude: "a", blacklist: "b" }, "--blacklist and --exclude are mutually exclusive"],
  ])("%s cannot be combined", (_, given, message) => {
    expect(() => open(either, given)).toThrow(new ConfigurationError(message));
  });
});

describe("exclusive flags of which one has a default", () => {
  const withDefault = {
    what: "devices",
    include: { flag: "include" },
    exclude: { flag: "new", default: "^default", old: "old" },
    isExclusive: true,
  } as const;

  test.each([
    ["default", {}, { default1: true, other: false }],
    ["explicit exclude", { new: "^x" }, { default1: false, x: true }],
    ["old exclude", { old: "^x" }, { default1: false, x: true }],
    ["include clears the default", { include: "1$" }, { default1: false, other: true }],
    ["include clears the old exclude", { include: "1$", old: "^x" }, { x1: false, x2: true }],
    ["include with an explicit empty exclude", { include: "1$", new: "" }, { default1: false, other: true }],
    ["explicit empty exclude", { new: "" }, { default1: false }],
  ])("%s", (_, given, want) => {
    expect(verdicts(withDefault, given, Object.keys(want))).toEqual(want);
  });

  test("refuses the old and the new exclude together, whatever they say", () => {
    expect(() => open(withDefault, { old: "a", new: "" })).toThrow("--old and --new are mutually exclusive");
  });

  test("refuses include with an explicit exclude, even if that is the default", () => {
    const given = { include: "a", new: "^default" };
    expect(() => open(withDefault, given)).toThrow("--new and --include are mutually exclusive");
  });
});

test("a pattern for whole names matches nothing less, and none when it is empty", () => {
  const whole = {
    what: "units",
    include: { flag: "in", default: ".+" },
    exclude: { flag: "ex" },
    isWhole: true,
  } as const;
  const names = ["a", "ab", "b"];
  expect(verdicts(whole, { in: "a|b" }, names)).toEqual({ a: false, ab: true, b: false });
  expect(verdicts(whole, { ex: "a|b" }, names)).toEqual({ a: true, ab: false, b: true });
  expect(verdicts(whole, { in: "" }, names)).toEqual({ a: true, ab: true, b: true });
});

test("an empty pattern leaves everything out where it is applied", () => {
  const spec = { what: "drives", exclude: { flag: "ignored", default: "^$" }, isAppliedEmpty: true } as const;
  expect(verdicts(spec, {}, ["st0"])).toEqual({ st0: false });
  expect(verdicts(spec, { ignored: "" }, ["st0"])).toEqual({ st0: true });
});

test("flags come with their defaults and help, old names hidden", () => {
  const pair = namePair({
    what: "disks",
    include: { flag: "in" },
    exclude: { flag: "ex", default: "^a", old: "ignored" },
    isExclusive: true,
  });
  const pattern = { type: "string", isPattern: true } as const;
  const show = "Regular expression of disks to show. Cannot be combined with --ex.";
  const leaveOut = "Regular expression of disks to leave out. Cannot be combined with --in.";
  const old = { default: "", help: "Old name of --ex.", hidden: true, newName: "ex" } as const;
  expect(pair.flags).toEqual({
    in: { ...pattern, default: "", help: show, displaces: ["ex", "ignored"] },
    ex: { ...pattern, default: "^a", help: leaveOut, displaces: ["ignored", "in"] },
    ignored: { ...pattern, ...old, displaces: ["ex", "in"] },
  });
});

test("where both patterns count, a flag displaces its other name only", () => {
  const { flags } = namePair({ what: "units", include: { flag: "in", old: "old" }, exclude: { flag: "ex" } });
  expect([flags.in.displaces, flags.old.displaces, flags.ex.displaces]).toEqual([["old"], ["in"], undefined]);
});
