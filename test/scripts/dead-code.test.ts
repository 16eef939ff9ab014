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

/** Nobody imports these types by name. */
const UNNAMED = new Set([
  // Types of what other modules export, which declarations have to be able to name.
  "src/collectors/kit/group-range.ts: RangeFamilies",
  "src/collectors/parsers/procfs/stat.ts: Stat",
]);

test("every type that src exports is imported by another module", () => {
  const imported = new Set([...texts].flatMap(([path, text]) => importedNames(path, text)));
  const exported = sources.flatMap(([path, text]) =>
    [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = ""]) => `${path}: ${name}`),
  );
  expect(exported.filter((name) => !imported.has(name) && !UNNAMED.has(name))).toEqual([]);
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

/** Module and name of all that is imported by name. */
function importedNames(path: string, text: string): string[] {
  const named = [...text.matchAll(/\{([^{}]*)\} from "(\.{1,2}\/.*?\.ts)"/g)].flatMap(([, names = "", target = ""]) =>
    names.split(",").map((name) => [
      target,
      name
        .trim()
        .replace(/^type /, "")
        .split(" as ")[0],
    ]),
  );
  const inline = [...text.matchAll(/import\("(\.{1,2}\/.*?\.ts)"\)\.(\w+)/g)].map(([, target, name]) => [target, name]);
  return [...named, ...inline].map(([target = "", name]) => `${join(path, "..", target)}: ${name}`);
}
