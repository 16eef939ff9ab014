import { type Finding, findingText } from "./finding.ts";
import { lintTextfiles } from "./lint-textfiles.ts";

const HELP = `Checks files for the textfile collector.

usage: lint-textfile FILE...

Prints file:line: reason for each fault. Files that are given together are
checked against each other as well: pass all files of a directory. The exit
status is 1 if there is a fault, 0 if there is none; warnings do not count.
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
  return findings.some(isFault) ? FAULTY : FAULTLESS;
}

function isFault({ isWarning }: Finding): boolean {
  return isWarning !== true;
}

/** There are no flags; what follows `--` is a file whatever it looks like. */
function parseWords(argv: readonly string[]): { readonly paths: readonly string[]; readonly problem?: string } {
  const end = argv.indexOf("--");
  const before = end < 0 ? argv : argv.slice(0, end);
  const paths = argv.filter((_, i) => i !== end);
  const flag = before.find((word) => word.startsWith("-"));
  if (flag !== undefined) return { paths, problem: `unknown flag ${flag}` };
  return paths.length === 0 ? { paths, problem: "no file is given" } : { paths };
}
