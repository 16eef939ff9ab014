import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { until } from "../../support/until.ts";
import { fingerprint, MAX_FILE_BYTES, readBoundedFile } from "../../../src/main/config-files/bounded-file.ts";

function file(): string {
  return join(temporaryDirectory(), "file");
}

test("a file is read up to the bound", () => {
  const path = file();
  writeFileSync(path, "ü".repeat(MAX_FILE_BYTES / 2));
  expect(readBoundedFile(path)).toHaveLength(MAX_FILE_BYTES / 2);
  writeFileSync(path, "x".repeat(MAX_FILE_BYTES + 1));
  expect(() => readBoundedFile(path)).toThrow(`cannot read ${path}: larger than 1048576 bytes`);
});

test("what is not a file is refused, and nothing waits for a named pipe", () => {
  const path = file();
  execFileSync("mkfifo", [path]);
  expect(() => readBoundedFile(path)).toThrow("not a regular file");
  expect(() => readBoundedFile("/")).toThrow("not a regular file");
  expect(() => readBoundedFile("/dev/zero")).toThrow("not a regular file");
  expect(() => readBoundedFile("/nonexistent")).toThrow("no such file or directory (ENOENT)");
});

test("the fingerprint follows each write", async () => {
  const path = file();
  const seen = [fingerprint(path)];
  for (const text of ["a", "b", "bb"]) {
    // Timestamps move with the kernel's tick: two writes within one cannot be told apart.
    await until(() => {
      writeFileSync(path, text);
      return fingerprint(path) !== seen.at(-1);
    });
    seen.push(fingerprint(path));
  }
  expect(new Set(seen).size).toBe(4);
  expect(seen[0]).toBe("ENOENT");
  expect(fingerprint(path)).toBe(seen[3]);
});
