import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { compileZone } from "../../support/tzif.ts";

const CHILD = join(import.meta.dirname, "../../support/few-descriptors-child.ts");

test("files of udev and of the time zone that could not be opened for lack of descriptors are read later", () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "zone"), compileZone({ types: [[3600, false, "CET"]] }));
  writeFileSync(join(directory, "b8:0"), "E:ID_MODEL=Disk\n");
  // The hard limit, too: Node.js raises the other one at the start.
  const limited = ["-c", 'ulimit -n 100 && exec "$@"', "sh", process.execPath, CHILD, directory];
  const reads: unknown = JSON.parse(execFileSync("sh", limited, { encoding: "utf8" }));
  expect(reads).toEqual([
    ["UTC", null],
    ["CET", "Disk"],
    ["CET", "Disk"],
  ]);
});
