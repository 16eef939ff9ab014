import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const texts = new Map(
  globSync("{src,test,bench,scripts}/**/*.ts", { cwd: root }).map((path) => [
    path,
    readFileSync(join(root, path), "utf8"),
  ]),
);
/** Without the tests: what only these use is dead as well. */
const words = new Map(
  [...texts].filter(([path]) => !path.startsWith("test/")).map(([path, text]) => [path, new Set(text.match(/\w+/g))]),
);
const sources = [...texts].filter(([path]) => path.startsWith("src/"));

/** Programs of their own, which scripts/build.ts bundles. */
const entries = new Set(
  [...(texts.get("scripts/build.ts") ?? "").matchAll(/source: "(.*?)"/g)].map(([, path = ""]) => path),
);

test("every function, class and constant that src exports is used by another module, or again by its own", () => {
  const unused = sources.flatMap(([path, text]) =>
    [...text.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => ![...words].some(([other, set]) => other !== path && set.has(name)))
      .filter((name) => (text.match(new RegExp(`\\b${name}\\b`, "g")) ?? []).length < 2)
      .map((name) => `${path}: ${name}`),
  );
  expect(unused).toEqual([]);
});

test("every module of src is imported by another one of src", () => {
  expect(entries.size).toBeGreaterThan(0);
  const imported = new Set(sources.flatMap(([path, text]) => importsOf(path, text)));
  const dead = sources.map(([path]) => path).filter((path) => !imported.has(path) && !entries.has(path));
  expect(dead).toEqual([]);
});

function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(/(?:from |import\()"(\.{1,2}\/.*?\.ts)"/g)].map(([, target = ""]) =>
    join(path, "..", target),
  );
}
