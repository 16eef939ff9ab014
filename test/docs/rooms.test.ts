import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const modules = globSync(["src/**/*.ts", "scripts/**/*.ts"], { cwd: root });
const readmes = globSync("src/**/README.md", { cwd: root });

/** Rooms of which each module is named. */
const WHOLE = ["main/exposition", "main/life", "main/log", "main/scrape", "main/status", "workers/native"];

test.each(["workers/protocol", ...WHOLE])("the README of %s names every module", (room) => {
  const text = readFileSync(join(root, "src", room, "README.md"), "utf8");
  const names = modules.filter((path) => dirname(path) === `src/${room}`).map((path) => basename(path, ".ts"));
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});

test.each(readmes)("%s names no module that is gone", (readme) => {
  const named = [...readFileSync(join(root, readme), "utf8").matchAll(/`([\w/-]+\.ts)`/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !modules.some((path) => `/${path}`.endsWith(`/${name}`)))).toEqual([]);
});
