import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("a collector whose files no host has is not shown as compared", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, "report.ts"),
    "drbd",
    "runit",
  ]);
  expect(stdout).toMatch(/^drbd +ok +32 lines as expected *$/m);
  expect(stdout).toMatch(/^runit +ok +not captured *$/m);
  expect(stdout).not.toMatch(/^runit .*as expected/m);
  expect(stdout.trimEnd().split("\n").slice(-2)).toEqual([
    expect.not.stringContaining("drbd: no"),
    'runit: no captured host has what it reads, see "To add a file" in test/compared-hosts/README.md',
  ]);
});
