import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { messageOf } from "../../src/collectors/kit/errors.ts";
import { bin, root, start, succeeds } from "./steps.ts";

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The parts of Vitest's JSON report that are read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface TestRun {
  /** Arguments of Vitest beside those that a report needs. */
  readonly words?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly output?: "inherit" | "ignore";
}

/** Runs tests and counts them. A run that fails although no test has failed counts as one. */
export async function runTests({ words = [], env = {}, output = "inherit" }: TestRun): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-check-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const command = [bin("vitest"), "run", ...reporters, ...words];
  try {
    const ok = await succeeds(start({ name: "tests", command }, output, env));
    const counted = count(JSON.parse(readFileSync(file, "utf8")) as Report);
    // Such as an error outside of any test.
    return ok || counted.failed > 0 ? counted : { ...counted, failed: 1 };
  } catch (error) {
    console.log(`no report of the tests: ${messageOf(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count({ testResults }: Report): Counts {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  for (const { fullName } of skipped) console.log(`skipped: ${fullName.trim()}`);
  // A file that cannot be loaded fails without a test.
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  for (const { name } of broken) console.log(`cannot be run: ${relative(root, name)}`);
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests.filter(({ status }) => status === "failed").length + broken.length,
    skipped: skipped.length,
  };
}
