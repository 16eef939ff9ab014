import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../../src/collectors/generated/catalog.ts";
import { registry } from "../../../src/collectors/generated/registry.ts";
import { compilePattern } from "../../../src/collectors/kit/filter.ts";
import { openCollector } from "../../support/collect.ts";
import { fuzzBudget } from "../../support/fuzz-budget.ts";

/** Flags with a pattern of the project's own, and the pattern. */
const OURS = catalog.flatMap(({ flags }) =>
  Object.entries(flags).flatMap(([flag, spec]): [string, string][] =>
    spec.type === "string" && spec.isPattern === true && spec.default !== "" ? [[flag, spec.default]] : [],
  ),
);

const require = createRequire(import.meta.url);

function isEngineLoaded(): boolean {
  return require.resolve("re2js") in require.cache;
}

test("collectors with their default patterns load no engine for patterns of users, who get theirs", async () => {
  for (const name of Object.keys(registry)) {
    const definition = (await registry[name]?.())?.default;
    if (definition !== undefined) openCollector(definition);
  }
  expect(isEngineLoaded()).toBe(false);
  compilePattern("x", "eth", false);
  expect(isEngineLoaded()).toBe(true);
});

test("there are default patterns", () => {
  expect(OURS.map(([flag]) => flag)).toContain("collector.filesystem.mount-points-exclude");
});

test.each(OURS)("the default of %s means what it would to users", async (flag, pattern) => {
  const { RE2JS } = await import("re2js");
  for (const text of [pattern, `^(?:${pattern})$`]) {
    const ours = compilePattern(flag, text, true);
    const theirs = RE2JS.compile(text);
    fc.assert(
      fc.property(namesLike(pattern), (name) => {
        expect(ours(name)).toBe(theirs.matcher(name).find());
      }),
      fuzzBudget(500),
    );
  }
});

test("a dot in a default pattern is all but the end of a line", () => {
  const test = compilePattern("x", String.raw`^a.b\.[.]$`, true);
  expect(["axb..", "a\rb..", "a\u2028b.."].map(test)).toEqual([true, true, true]);
  expect(["a\nb..", "axbx.", "axb.x"].map(test)).toEqual([false, false, false]);
});

/** Texts that a pattern may match: of its own words, and of anything. */
function namesLike(pattern: string): fc.Arbitrary<string> {
  const words = pattern.split(/\W+/).filter((word) => word !== "");
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("/", "_", ".", "1", "a", ...words) },
    { weight: 1, arbitrary: fc.constantFrom("\n", "\r", "\u2028", "\0", "😀", "\ud800") },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
  );
  return fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
}
