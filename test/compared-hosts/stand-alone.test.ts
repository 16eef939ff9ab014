import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Modules of this repository with their text, by path. */
const modules = ["bench", "scripts", "src", "test"].flatMap((directory) =>
  readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path: `${directory}/${path}`, text: readFileSync(join(root, directory, path), "utf8") })),
);

function pathsWith(pattern: RegExp): string[] {
  return modules.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

test("one helper knows where data beside the checkout lies, and one comparison asks it", () => {
  expect(pathsWith(/\.\.\/shared\b/)).toEqual(["test/support/shared-data.ts"]);
  expect(pathsWith(/from ".*\/shared-data\.ts"/)).toEqual(["test/compared-hosts/foreign-host.ts"]);
});

test("no test is skipped for lack of it", () => {
  const imports = /from "(?:\.\.?\/)+compared-hosts\/foreign-host\.ts"|from "\.\/foreign-host\.ts"/;
  expect(pathsWith(imports)).toEqual(["test/compared-hosts/hosts.ts"]);
  const tests = pathsWith(/from ".*compared-hosts\/hosts\.ts"/).filter((path) => path.endsWith(".test.ts"));
  expect(tests).toEqual(["test/program/compared-hosts.test.ts"]);
});
