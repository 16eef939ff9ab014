/** What the repository has to tell about the commit that is built. */
import { execFileSync } from "node:child_process";

/** The commit; empty outside of a repository or without git. */
export function revision(): string {
  return git("rev-parse", "HEAD");
}

/** When it was committed, in seconds since 1970; 0 where that is not known. */
export function commitTime(): number {
  return Number(git("log", "-1", "--format=%ct"));
}

function git(...words: readonly string[]): string {
  try {
    return execFileSync("git", words, { cwd: import.meta.dirname, encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    // Not a repository, or no git.
    return "";
  }
}
