import { readdirSync } from "node:fs";
import { posix } from "node:path";
import { errnoOf } from "../kit/errors.ts";
import { decodeUtf8 } from "../parsers/utf8.ts";
import { type FileProblem, problemOf } from "../text-format/textfile.ts";
import { WatchedFile, type FileResult } from "./file.ts";
import { expandGlob } from "./glob.ts";
import { describeError } from "./read-file.ts";

/** What the directories hold now. */
interface DirectoryContent {
  /** In the order of the directories, then of the names. */
  readonly files: readonly FileResult[];
  /** Directories that cannot be listed. */
  readonly problems: readonly FileProblem[];
}

const SUFFIX = Buffer.from(".prom");

/** Reads the textfiles in the directories that match the patterns; a directory given twice is read once. */
export function openDirectories(patterns: readonly string[]): () => DirectoryContent {
  let watched = new Map<string, WatchedFile>();
  return () => {
    const files: FileResult[] = [];
    const problems: FileProblem[] = [];
    const seen = new Map<string, WatchedFile>();
    const directories = patterns.filter((pattern) => pattern !== "").flatMap(expandGlob);
    for (const directory of new Set(directories.map((path) => posix.join(path, ".").replace(/(?<=.)\/$/, "")))) {
      for (const name of listDirectory(directory, problems)) {
        const path = posix.join(directory, decodeUtf8(name));
        const file = watched.get(path) ?? open(directory, name, path);
        seen.set(path, file);
        const result = file.read();
        if (result !== undefined) files.push(result);
      }
    }
    watched = seen;
    return { files, problems };
  };
}

function listDirectory(directory: string, problems: FileProblem[]): readonly Buffer[] {
  try {
    const names = readdirSync(directory, { encoding: "buffer" });
    return names.filter((name) => name.subarray(-SUFFIX.length).equals(SUFFIX)).sort((a, b) => a.compare(b));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    problems.push(problemOf(directory, "directory", 0, describeError(error)));
    return [];
  }
}

/** A name that is not UTF-8 is opened by its bytes. */
function open(directory: string, name: Buffer, path: string): WatchedFile {
  const isExact = Buffer.from(decodeUtf8(name)).equals(name);
  return new WatchedFile(path, isExact ? path : Buffer.concat([Buffer.from(`${directory}/`), name]));
}
