import type { TextContent } from "./family.ts";
import { checkTextFormat } from "./reader.ts";

/** Why a textfile, or a part of one, is not shown; a label value. */
type ProblemReason =
  | "directory"
  | "read"
  | "not_regular"
  | "too_large"
  | "too_many_families"
  | "parse"
  | "duplicate_series"
  | "help_conflict"
  | "type_conflict"
  | "name_conflict";

/** A fault of one file or directory. */
export interface FileProblem {
  readonly path: string;
  readonly reason: ProblemReason;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  readonly problem: string;
}

/** What a textfile holds, and what is wrong with it by itself. */
export interface Textfile {
  readonly path: string;
  /** What can be read of it; undefined where nothing can. */
  readonly content: TextContent | undefined;
  /** False where a line cannot be read: nothing of the file is shown. */
  readonly isShown: boolean;
  readonly problems: readonly FileProblem[];
}

/** All that is said of a file that its reader may not be meant to see. */
const UNQUOTED = "not in text format; details are withheld, since a link of another owner leads to this file";

/**
 * Reads a textfile up to the `maxFaults`-th line with a fault. `isQuotable`: whether problems may contain what the file
 * does.
 */
export function readTextfile(bytes: Buffer, path: string, isQuotable: boolean, maxFaults: number): Textfile {
  const { content, faults } = checkTextFormat(bytes, path, maxFaults);
  if (faults.length > 0 && !isQuotable) return unreadableTextfile(path, "parse", UNQUOTED);
  const problems = faults.map(({ line, problem }) => problemOf(path, "parse", line, problem));
  for (const { line, family, counts } of content.repetitions) {
    const what = counts === "first" ? `a series of ${family}` : `a part of ${family}`;
    problems.push(problemOf(path, "duplicate_series", line, `${what} comes twice, only the ${counts} one is shown`));
  }
  return { path, content, isShown: faults.length === 0, problems };
}

/** A file that cannot be read at all. */
export function unreadableTextfile(path: string, reason: ProblemReason, problem: string): Textfile {
  return { path, content: undefined, isShown: false, problems: [problemOf(path, reason, 0, problem)] };
}

export function problemOf(path: string, reason: ProblemReason, line: number, problem: string): FileProblem {
  return { path, reason, line, problem };
}
