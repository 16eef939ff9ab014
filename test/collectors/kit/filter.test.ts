import { expect, test } from "vitest";
import { ConfigurationError } from "../../../src/collectors/kit/errors.ts";
import { compilePattern } from "../../../src/collectors/kit/filter.ts";

test.each([
  ["eth", "veth0", true],
  ["^eth", "veth0", false],
  ["^(a|b)$", "b", true],
  ["(?i)ETH", "eth0", true],
  [String.raw`\d+`, "sda", false],
  ["[[:alpha:]]+", "sda", true],
  ["", "anything", true],
  ["^gr\\pL+e$", "größe", true],
])("the pattern %s on %s: %s", (pattern, name, verdict) => {
  const test = compilePattern("collector.x.device-include", pattern, false);
  expect(test(name)).toBe(verdict);
  expect(test(name)).toBe(verdict);
});

test.each(["(", "a{2000}", "(?=x)", "(?<!a)b", String.raw`(a)\1`, "*"])(
  "the pattern %s is refused with the flag's name",
  (pattern) => {
    const compile = () => compilePattern("collector.x.device-include", pattern, false);
    expect(compile).toThrow(ConfigurationError);
    expect(compile).toThrow(`--collector.x.device-include: bad regular expression ${JSON.stringify(pattern)}`);
  },
);

test("a pattern that would make a backtracking engine hang ends at once", () => {
  expect(compilePattern("x", "^(a+)+$", false)(`${"a".repeat(5000)}b`)).toBe(false);
});

test("verdicts stay right past the number that is remembered", () => {
  const even = compilePattern("x", "[02468]$", false);
  for (let i = 0; i < 100_050; i++) if (even(`disk${i}`) !== (i % 2 === 0)) throw new Error(`disk${i}`);
  expect(even("disk1")).toBe(false);
});
