import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runTests } from "../../../scripts/check/tests.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";

const PASSES = 'test("passes", () => {});\n';
/** Ends after every timer that was set before it. */
const PASSES_LATER = 'test("passes", () => new Promise((resolve) => setTimeout(resolve, 1)));\n';

/** The verdict on test files with these contents. */
async function verdict(...files: readonly string[]) {
  const directory = temporaryDirectory();
  for (const [i, text] of files.entries()) writeFileSync(join(directory, `${i}.test.js`), text);
  return runTests({ words: [`--root=${directory}`, "--globals"], output: "ignore" });
}

test("tests are counted by how they ended", async () => {
  const files = [`${PASSES}test.skip("is skipped", () => {});`, 'test("fails", () => { throw new Error("no"); });'];
  expect(await verdict(...files)).toEqual({ passed: 1, failed: 1, skipped: 1 });
});

test.each([
  ["an error outside of any test", `setTimeout(() => { throw new Error("outside"); });\n${PASSES_LATER}`],
  ["a rejection that nobody handles", `void Promise.reject(new Error("outside"));\n${PASSES}`],
])("%s fails the run, though every test has passed", async (_, text) => {
  expect(await verdict(text)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("a file that cannot be loaded, and none at all, fail", async () => {
  expect(await verdict(PASSES, "throw new Error('cannot be loaded');")).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(await verdict()).toMatchObject({ passed: 0, failed: 1 });
});
