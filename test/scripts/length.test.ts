import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** In lines. What is longer does more than one thing, and can be split by subject. */
const MAX_FILE = 300;
const MAX_CLASS = 200;

const GENERATED = "src/collectors/generated/";

const root = join(import.meta.dirname, "../..");
const files = globSync("{*,{src,test,bench,scripts}/**/*}.ts", { cwd: root })
  .filter((path) => !path.startsWith(GENERATED))
  .map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").trimEnd().split("\n") }));

test(`no file that is written by hand has more than ${MAX_FILE} lines`, () => {
  const long = files.filter(({ lines }) => lines.length > MAX_FILE);
  expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([]);
});

/** Where everything meets: what is more than a connection belongs into a room. */
test.each([
  ["src/main/exporter.ts", 80],
  ["src/main/scrape/scheduler.ts", 150],
])("%s has at most %i lines", (path, most) => {
  expect(files.find((file) => file.path === path)?.lines.length).toBeLessThanOrEqual(most);
});

test(`no class of src has more than ${MAX_CLASS} lines`, () => {
  const classes = files
    .filter(({ path }) => path.startsWith("src/"))
    .flatMap(({ path, lines }) => classesOf(path, lines));
  expect(classes.length).toBeGreaterThan(0);
  const long = classes.filter(({ length }) => length > MAX_CLASS);
  expect(long.map(({ name, length }) => `${name} ${length}`)).toEqual([]);
});

/** Classes of a module with their lengths, from the line with the name to that with the closing brace. */
function classesOf(path: string, lines: readonly string[]): { name: string; length: number }[] {
  return lines.flatMap((line, start) => {
    const name = /^(?:export )?(?:default )?(?:abstract )?class (\w+)/.exec(line)?.[1];
    return name === undefined ? [] : [{ name: `${path}: ${name}`, length: lines.indexOf("}", start) - start + 1 }];
  });
}
