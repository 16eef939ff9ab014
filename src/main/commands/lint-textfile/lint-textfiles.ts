import { FileMerger } from "../../../collectors/text-format/file-merger.ts";
import { type Textfile, unreadableTextfile } from "../../../collectors/text-format/textfile.ts";
import { describeError, openTextfile } from "../../../collectors/textfile/read-file.ts";
import { findBuiltIn } from "./built-in.ts";
import type { Finding } from "./finding.ts";

/** Lines reported for one file, which may be anything but metrics. */
const MAX_FAULTS = 20;

/**
 * All that is wrong with the files, in their order and that of their lines. The textfile collector's own code judges:
 * there is a fault exactly where the collector reports one, or where a built-in family wins.
 */
export function lintTextfiles(paths: readonly string[]): Finding[] {
  const files = [...new Set(paths)].map(readFile);
  const { problems } = new FileMerger([]).merge(files);
  const findings = [
    ...files.flatMap(({ path }) => checkName(path)),
    ...problems.map(({ path, line, problem }): Finding => ({ file: path, line, reason: problem })),
    ...findBuiltIn(files),
  ];
  const order = new Map(files.map(({ path }, i) => [path, i]));
  return findings.toSorted((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line);
}

function checkName(path: string): Finding[] {
  const reason = "the name does not end in .prom: the collector does not read it";
  return path.endsWith(".prom") ? [] : [{ file: path, line: 0, reason, isWarning: true }];
}

/** Reads a file as the textfile collector does, and on after each fault. */
function readFile(path: string): Textfile {
  try {
    return openTextfile(path, path, MAX_FAULTS).file;
  } catch (error) {
    return unreadableTextfile(path, "read", describeError(error));
  }
}
