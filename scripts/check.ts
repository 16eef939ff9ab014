/**
 * What `npm test` runs: builds and checks of the sources beside each other, then the tests if nothing has failed. The last
 * line counts tests; a failed check counts as one failed test.
 */
import { join } from "node:path";
import { readArguments } from "./arguments.ts";
import { bin, firstFailure, root, type Step } from "./check/steps.ts";
import { runTests } from "./check/tests.ts";

const script = (name: string): string => join(root, "scripts", name);

/** What the tests run. */
const BUILDS: readonly Step[] = [
  { name: "build", command: [process.execPath, script("build.ts")] },
  { name: "executable", command: [process.execPath, script("executable.ts")] },
];

const CHECKS: readonly Step[] = [
  { name: "types", command: [bin("tsc"), "--noEmit", "-p", "tsconfig.json"] },
  { name: "lint", command: [bin("oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "format", command: [bin("oxfmt"), "--check"] },
  { name: "generated files", command: [process.execPath, script("generate.ts"), "--check"] },
];

/** The whole program is tested as it was built, not from its sources. */
const TESTED = {
  PROGRAM_UNDER_TEST: join(root, "dist/main/cli.js"),
  EXECUTABLE: join(root, "dist/executable/node_exporter-ts"),
};

readArguments({ call: "npm test --", summary: "runs every check and test, the first that fails ends it", options: {} });

const failed = (await Promise.all([firstFailure(BUILDS), firstFailure(CHECKS)])).filter((step) => step !== undefined);
const counts = failed.length === 0 ? await tested() : { passed: 0, failed: failed.length, skipped: 0 };
for (const { name } of failed) console.log(`\n${name}: failed`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;

async function tested() {
  console.log("\n== tests");
  return runTests({ env: TESTED });
}
