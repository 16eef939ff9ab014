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
const words = new Map([...texts].map(([path, text]) => [path, new Set(text.match(/\w+/g))]));
const sources = [...texts].filter(([path]) => path.startsWith("src/"));

test("every function, class and constant that src exports is used by another module", () => {
  const unused = sources.flatMap(([path, text]) =>
    [...text.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)]
      .filter(([, name = ""]) => ![...words].some(([other, set]) => other !== path && set.has(name)))
      .map(([, name]) => `${path}: ${name}`),
  );
  expect(unused).toEqual([]);
});
