import { findBuiltIn } from "./built-in.ts";
import { findConflicts } from "./conflicts.ts";
import { type Finding, findingText } from "./finding.ts";
import { readTextfile } from "./read-file.ts";

const HELP = `Checks files for the textfile collector.

usage: lint-textfile FILE...

Prints file:line: reason for each fault. Files that are given together are
checked against each other as well: give all of a folder. The exit status is
1 when there is a fault, 0 when there is none; warnings do not count.
`;

const FAULTLESS = 0;
const FAULTY = 1;
const TROUBLE = 2;

/** The command `lint-textfile`; resolves to the exit status. */
export async function runLintTextfile(argv: readonly string[]): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    process.stdout.write(HELP);
    return FAULTLESS;
  }
  const { paths, problem } = parseWords(argv);
  if (problem !== undefined) {
    process.stderr.write(`lint-textfile: ${problem}\n`);
    return TROUBLE;
  }
  const findings = lintTextfiles(paths);
  process.stdout.write(findings.map((finding) => `${findingText(finding)}\n`).join(""));
  return findings.some(({ isWarning }) => isWarning !== true) ? FAULTY : FAULTLESS;
}

/** All that is wrong with the files, in their order and that of their lines. */
export function lintTextfiles(paths: readonly string[]): Finding[] {
  const files = [...new Set(paths)].map((path) => readTextfile(path));
  const findings = [...files.flatMap(({ findings }) => findings), ...findBuiltIn(files), ...findConflicts(files)];
  const order = new Map(files.map(({ path }, i) => [path, i]));
  return findings.toSorted((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line);
}

/** Flags there are none; what follows `--` is a file whatever it looks like. */
function parseWords(argv: readonly string[]): { readonly paths: readonly string[]; readonly problem?: string } {
  const end = argv.indexOf("--");
  const before = end < 0 ? argv : argv.slice(0, end);
  const paths = argv.filter((_, i) => i !== end);
  const flag = before.find((word) => word.startsWith("-"));
  if (flag !== undefined) return { paths, problem: `unknown flag ${flag}` };
  return paths.length === 0 ? { paths, problem: "no file is given" } : { paths };
}
