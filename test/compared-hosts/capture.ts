/**
 * Writes captured.json: the files of this machine's /proc and /sys that collectors read, with what names the machine or
 * its neighbours replaced. `npm run fixtures:capture`; expect.ts has to run after it.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, matchesGlob, resolve } from "node:path";
import { readArguments } from "../../scripts/arguments.ts";
import type { TreeEntry } from "../support/tree.ts";
import { Cleaner } from "./cleaner.ts";
import { PROC_FILES, SYS_FILES } from "./patterns.ts";

/** Attributes take no more than a page; the kernel's tables are larger, but not by much. */
const MAX_BYTES = 1 << 18;

const { to } = readArguments({
  call: "npm run fixtures:capture --",
  summary: "captures the files of this machine into captured.json in a directory",
  options: { to: join(import.meta.dirname, "captured") },
}).values;

const files = new Map<string, TreeEntry>();
for (const path of PROC_FILES.flatMap((pattern) => expand("/proc", pattern.split("/")))) addFile(path, path);
for (const path of SYS_FILES.flatMap((pattern) => expand("/sys", pattern.split("/"))))
  addLinked("/", path.slice(1).split("/"));

const cleaner = new Cleaner();
const cleaned = new Map<string, TreeEntry>();
for (const path of [...files.keys()].toSorted()) {
  cleaned.set(cleaner.clean(path), cleanEntry(files.get(path) ?? "", path));
}
const sorted = Object.fromEntries(cleaned);
writeFileSync(join(to, "captured.json"), `${JSON.stringify(sorted, undefined, 2)}\n`);
console.log(`${files.size} files and links`);

function cleanEntry(entry: TreeEntry, path: string): TreeEntry {
  if (typeof entry === "string") return cleaner.clean(entry, path);
  return "link" in entry ? { link: cleaner.clean(entry.link) } : entry;
}

/** Paths that a pattern matches, through symbolic links too, which sysfs consists of. */
function expand(directory: string, [pattern = "", ...rest]: readonly string[]): readonly string[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => matchesGlob(name, pattern));
  const paths = names.map((name) => join(directory, name));
  if (rest.length === 0) return paths;
  return paths
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    .flatMap((path) => expand(path, rest));
}

/** Follows each component; links on the way become links of the captured tree. */
function addLinked(directory: string, [name = "", ...rest]: readonly string[]): void {
  const path = join(directory, name);
  const found = lstatSync(path);
  if (found.isSymbolicLink()) {
    const link = readlinkSync(path);
    const target = resolve(dirname(path), link);
    if (!target.startsWith("/sys/")) return;
    files.set(path.slice(1), { link });
    if (rest.length > 0) addLinked("/", [...target.slice(1).split("/"), ...rest]);
    else if (statSync(target, { throwIfNoEntry: false })?.isDirectory() === true) files.set(`${target.slice(1)}/`, "");
  } else if (rest.length > 0) addLinked(path, rest);
  else if (found.isFile()) addFile(path, path);
}

function addFile(path: string, source: string): void {
  try {
    const content = readFileSync(source, "utf8");
    if (content.length <= MAX_BYTES) files.set(path.slice(1), content);
  } catch {
    // Many attributes cannot be read as long as their device is down, or not by anybody.
  }
}
