import { UsageError } from "../../options/usage-error.ts";
import { defineProgram } from "../command.ts";
import { type Finding, findingText } from "./finding.ts";
import { lintTextfiles } from "./lint-textfiles.ts";

const FAULTLESS = 0;
const FAULTY = 1;

/** The command `lint-textfile`. */
export default defineProgram({
  description: `Prints file:line: reason for each fault. Files that are given together are
checked against each other as well: pass all files of a directory. The exit
status is 1 if there is a fault, 0 if there is none; warnings do not count.`,
  options: {},
  passesOptions: false,
  run: async (_options, { words }) => {
    if (words.length === 0) throw new UsageError("lint-textfile needs a file");
    const findings = lintTextfiles(words);
    process.stdout.write(findings.map((finding) => `${findingText(finding)}\n`).join(""));
    return findings.some(isFault) ? FAULTY : FAULTLESS;
  },
});

function isFault({ isWarning }: Finding): boolean {
  return isWarning !== true;
}
