/** Joins the files of a release that two architectures have made into one directory: docs/releases.md. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ArgumentError, readArguments, refuse } from "./arguments.ts";
import { writeChecksums } from "./release/checksums.ts";
import { fileNames } from "./release/kinds.ts";

const CALL = "npm run release:join --";

const { values, others: directories } = readArguments({
  call: CALL,
  summary: "joins the files of a release in these directories, with one file of checksums",
  options: { output: "release" },
  others: "DIRECTORY",
});

const output = resolve(values.output);

try {
  if (directories.length === 0) throw new ArgumentError("needs the directories that npm run release has written");
  const files = found();
  mkdirSync(output, { recursive: true });
  for (const [name, file] of files) copyFileSync(file, join(output, name));
  writeChecksums(output, [...files.keys()]);
} catch (error) {
  refuse(CALL, error);
}

/** Paths of the files by name. What more than one directory has, such as the terms, must be the same in all. */
function found(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const directory of directories) {
    const names = fileNames().filter((name) => existsSync(join(directory, name)));
    if (names.length === 0) throw new ArgumentError(`${directory} has no files of a release of this version`);
    for (const name of names) {
      const file = join(directory, name);
      const other = files.get(name);
      if (other !== undefined && !readFileSync(other).equals(readFileSync(file))) {
        throw new ArgumentError(`${other} and ${file} differ`);
      }
      files.set(name, file);
    }
  }
  return files;
}
