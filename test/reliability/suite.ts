import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Row, TestReference, Verdict } from "./row.ts";
import { cleanUpNow, temporaryDirectory } from "../support/clean-up.ts";

const root = join(import.meta.dirname, "../..");

interface Assertion {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
}

/** Runs the tests that the rows refer to, all at once; verdicts by row. */
export async function testVerdicts(rows: readonly Row[]): Promise<ReadonlyMap<string, Verdict>> {
  const files = [...new Set(rows.flatMap(({ tests = [] }) => tests.map(({ file }) => file)))];
  const results = files.length === 0 ? new Map<string, readonly Assertion[]>() : await runTests(files);
  const covered = rows.flatMap(({ id, tests }) => (tests === undefined ? [] : [{ id, tests }]));
  return new Map(covered.map(({ id, tests }) => [id, verdictOf(tests, results)]));
}

async function runTests(files: readonly string[]): Promise<Map<string, readonly Assertion[]>> {
  const output = join(temporaryDirectory(), "tests.json");
  const words = ["run", "--reporter=json", `--outputFile=${output}`, ...files.map((file) => `test/${file}`)];
  try {
    execFileSync(process.execPath, [join(root, "node_modules/.bin/vitest"), ...words], { cwd: root, stdio: "ignore" });
  } catch {
    // Tests that failed are in the output.
  }
  const report: { testResults: { name: string; assertionResults: Assertion[] }[] } = JSON.parse(
    readFileSync(output, "utf8"),
  );
  await cleanUpNow();
  return new Map(
    report.testResults.map(({ name, assertionResults }) => [name.slice(join(root, "test/").length), assertionResults]),
  );
}

function verdictOf(tests: readonly TestReference[], results: ReadonlyMap<string, readonly Assertion[]>): Verdict {
  const found: Assertion[] = [];
  for (const { file, name } of tests) {
    const matching = (results.get(file) ?? []).filter(({ fullName }) => name === undefined || name.test(fullName));
    if (matching.length === 0) return { verdict: "failed", text: `no test ${name?.source ?? ""} in ${file}` };
    found.push(...matching);
  }
  const failed = found.find(({ status }) => status === "failed");
  if (failed !== undefined) {
    return { verdict: "failed", text: `${failed.fullName}: ${failed.failureMessages?.join(" ") ?? ""}` };
  }
  const passed = found.filter(({ status }) => status === "passed");
  if (passed.length > 0)
    return { verdict: "passed", text: `${passed.length} ${passed.length === 1 ? "test" : "tests"}` };
  return { verdict: "not possible here", text: found[0]?.fullName ?? "" };
}
