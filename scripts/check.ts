/** Everything that decides whether the program is right, in order; ends with one line of counts. `npm test` runs this. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
}

const root = join(import.meta.dirname, "..");
const bin = (name: string): string => join(root, "node_modules/.bin", name);
const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-check-"));
const reportFile = join(folder, "report.json");

const STEPS: readonly { name: string; command: readonly string[] }[] = [
  { name: "build", command: [process.execPath, "scripts/build.ts"] },
  { name: "types", command: [bin("tsc"), "--noEmit", "-p", "tsconfig.json"] },
  { name: "lint", command: [bin("oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "format", command: [bin("oxfmt"), "--check"] },
  { name: "generated files", command: [process.execPath, "scripts/generate.ts", "--check"] },
  { name: "generated names", command: [process.execPath, "scripts/built-in-families.ts", "--check"] },
];

let failed = 0;
for (const { name, command } of STEPS) if (run(name, command) !== 0) failed++;

const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${reportFile}`];
run("tests", [bin("vitest"), "run", ...reporters]);
const report = JSON.parse(readFileSync(reportFile, "utf8")) as Report;
rmSync(folder, { recursive: true });
const passed = report.numPassedTests + STEPS.length - failed;
// A file that cannot be loaded has no tests that could fail.
failed += Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
console.log(`${passed} passed, ${failed} failed, ${report.numPendingTests + report.numTodoTests} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

function run(name: string, [program = "", ...args]: readonly string[]): number {
  console.log(`== ${name}`);
  const { status } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) console.log(`== ${name} failed`);
  return status ?? 1;
}
