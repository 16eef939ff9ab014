/** What the repository has to tell about the commit that is built. */
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The commit; empty outside of a repository of its own or without git. */
export function revision(directory = root): string {
  return git(directory, "rev-parse", "HEAD");
}

/** When it was committed, in seconds since 1970; 0 where that is not known. */
export function commitTime(): number {
  return Number(git(root, "log", "-1", "--format=%ct"));
}

/** A repository around the directory is another one, whose commits mean nothing here. */
function git(directory: string, ...words: readonly string[]): string {
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(directory) };
  try {
    return execFileSync("git", words, { cwd: directory, env, encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    // Not a repository, or no git.
    return "";
  }
}
