import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { revision } from "../../scripts/git.ts";
import { temporaryDirectory } from "../support/clean-up.ts";

test("the commit is that of the directory's own repository, not of one around it", () => {
  const repository = temporaryDirectory();
  const git = (...words: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...words], {
      cwd: repository,
      encoding: "utf8",
    });
  const inside = join(repository, "vendor");
  mkdirSync(inside);
  expect(revision(repository)).toBe("");
  git("init", "--quiet");
  expect(revision(repository)).toBe("");
  git("commit", "--quiet", "--allow-empty", "--message=first");
  expect(revision(repository)).toBe(git("rev-parse", "HEAD").trim());
  expect(revision(repository)).toMatch(/^[0-9a-f]{40}$/);
  expect(revision(inside)).toBe("");
});
