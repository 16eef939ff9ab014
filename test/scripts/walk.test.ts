import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Whoever reads how a scrape is served has these files to read, and a program that has just woken up has them to run. */
const MOST = 45;

test(`a warm scrape passes at most ${MOST} files of src`, async () => {
  const script = join(import.meta.dirname, "../../scripts/walk.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const files = stdout.trimEnd().split("\n").slice(0, -1);
  expect(files).toContain("collectors/softnet.ts");
  expect(files.length, stdout).toBeLessThanOrEqual(MOST);
});
