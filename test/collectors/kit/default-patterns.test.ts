import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../../src/collectors/generated/catalog.ts";
import { compilePattern } from "../../../src/collectors/kit/filter.ts";
import { fuzzBudget } from "../../support/fuzz-budget.ts";

/** Flags with a pattern of the project's own, and the pattern. */
const OURS = catalog.flatMap(({ flags }) =>
  Object.entries(flags).flatMap(([flag, spec]): [string, string][] =>
    spec.type === "string" && spec.isPattern === true && spec.default !== "" ? [[flag, spec.default]] : [],
  ),
);

/** Makes all collectors with their defaults, then a pattern of a user, and prints whether the engine is loaded each time. */
const MAKE_ALL = `
  import { registry } from "./src/collectors/generated/registry.ts";
  import { compilePattern } from "./src/collectors/kit/filter.ts";
  import { openCollector } from "./test/support/collect.ts";
  const require = process.getBuiltinModule("node:module").createRequire(process.cwd() + "/");
  const isLoaded = () => require.resolve("re2js") in require.cache;
  for (const load of Object.values(registry)) openCollector((await load()).default);
  const before = isLoaded();
  compilePattern("x", "eth", false);
  console.log(before, isLoaded());
`;

test("collectors with their default patterns load no engine for patterns of users, who get theirs", () => {
  const cwd = join(import.meta.dirname, "../../..");
  // In a process of its own: other tests use the engine.
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", MAKE_ALL], {
    cwd,
    encoding: "utf8",
  });
  expect(stdout).toBe("false true\n");
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
