/**
 * What `npm test` runs: builds and checks of the sources beside each other, then the tests if nothing has failed. The last
 * line counts tests; a failed check counts as one failed test.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { readArguments } from "./arguments.ts";
import { messageOf } from "../src/collectors/kit/errors.ts";

interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

interface Counts {
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

const root = join(import.meta.dirname, "..");
const bin = (name: string): string => join(root, "node_modules/.bin", name);
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

const TESTED = {
  PROGRAM_UNDER_TEST: join(root, "dist/main/cli.js"),
  EXECUTABLE: join(root, "dist/executable/node_exporter-ts"),
};

readArguments({ call: "npm test --", summary: "runs every check and test, the first that fails ends it", options: {} });

const failed = (await Promise.all([firstFailure(BUILDS), firstFailure(CHECKS)])).filter((step) => step !== undefined);
const counts = failed.length === 0 ? await runTests() : { passed: 0, failed: failed.length, skipped: 0 };
for (const { name } of failed) console.log(`\n${name}: failed`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Runs these one after the other, up to the first that fails. Each shows what it prints when it has ended. */
async function firstFailure(steps: readonly Step[]): Promise<Step | undefined> {
  for (const step of steps) {
    const child = start(step, "pipe");
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => output.push(chunk));
    const isWell = await succeeds(child);
    console.log(`\n== ${step.name}`);
    process.stdout.write(Buffer.concat(output));
    if (!isWell) return step;
  }
  return undefined;
}

function start({ command }: Step, output: "pipe" | "inherit", env: NodeJS.ProcessEnv = {}): ChildProcess {
  const [program = "", ...args] = command;
  return spawn(program, args, {
    cwd: root,
    stdio: ["ignore", output, output],
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), ...env },
  });
}

async function succeeds(child: ChildProcess): Promise<boolean> {
  try {
    const [status] = await once(child, "close");
    return status === 0;
  } catch (error) {
    console.log(messageOf(error));
    return false;
  }
}

/** The whole program is tested as it was built, not from its sources. */
async function runTests(): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-check-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const command = [bin("vitest"), "run", ...reporters];
  try {
    console.log("\n== tests");
    const ok = await succeeds(start({ name: "tests", command }, "inherit", TESTED));
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
