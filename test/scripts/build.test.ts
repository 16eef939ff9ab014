/** What a build leaves in dist, in a copy of the repository. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../support/clean-up.ts";

const root = join(import.meta.dirname, "../..");

test("a build removes what an earlier one has written, and leaves the executable", () => {
  const directory = temporaryDirectory();
  for (const name of ["scripts", "src", "package.json", "LICENSE", "NOTICE"]) {
    cpSync(join(root, name), join(directory, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  const at = (path: string): string => join(directory, "dist", path);
  for (const path of ["executable/node_exporter-ts", "main/earlier.js"]) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), "earlier");
  }
  execFileSync(process.execPath, [join(directory, "scripts/build.ts")], { stdio: ["ignore", "ignore", "pipe"] });
  expect(readFileSync(at("executable/node_exporter-ts"), "utf8")).toBe("earlier");
  expect(existsSync(at("main/earlier.js"))).toBe(false);
  for (const path of ["main/cli.js", "workers/entry.js", "LICENCES.txt"]) expect(existsSync(at(path)), path).toBe(true);
}, 60_000);
