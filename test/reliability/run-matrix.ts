import { existsSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Row, Verdict } from "./row.ts";

const root = join(import.meta.dirname, "../..");
const built = join(root, "dist/main/cli.js");

/** Runs the rows that the arguments choose and prints each; resolves to the exit code. */
export async function runMatrix(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { only: { type: "string" }, soak: { type: "string" }, program: { type: "string", default: built } },
  });
  prepareProgram(values.program);
  // These read where the program lies when they are loaded.
  const { rows } = await import("./matrix.ts");
  const chosen = rows.filter(
    ({ id }) =>
      values.only === undefined ||
      values.only.split(",").some((each) => id === each || id.replace(/\d+$/, "") === each),
  );
  const { runRow } = await import("./support/namespaces.ts");
  const { testVerdicts } = await import("./suite.ts");
  const { soak } = await import("./soak.ts");
  const suite = values.soak === undefined ? testVerdicts(chosen) : new Map<string, Verdict>();
  const verdicts: Verdict[] = [];
  if (values.soak !== undefined) return (await soak(Number(values.soak))) ? 0 : 1;
  for (const row of chosen) {
    const verdict = together(await runRow(row), suite.get(row.id));
    verdicts.push(verdict);
    print(row, verdict);
  }
  const count = (kind: Verdict["verdict"]) => verdicts.filter(({ verdict }) => verdict === kind).length;
  console.log(`\n${count("passed")} passed, ${count("failed")} failed, ${count("not possible here")} skipped`);
  return count("failed") === 0 ? 0 : 1;
}

function prepareProgram(program: string): void {
  if (program === built && !existsSync(built)) execFileSync("npm", ["run", "build"], { cwd: root, stdio: "ignore" });
  process.env["PROGRAM_UNDER_TEST"] = program;
}

/** A row passes when all that covers it does. */
function together(run: Verdict | undefined, tests: Verdict | undefined): Verdict {
  if (run === undefined || tests === undefined) return run ?? tests ?? { verdict: "failed", text: "nothing covers it" };
  const worst =
    [run, tests].find(({ verdict }) => verdict === "failed") ??
    [run, tests].find(({ verdict }) => verdict !== "passed");
  return { verdict: worst?.verdict ?? "passed", text: `${run.text}; ${tests.text}` };
}

function print({ id, what }: Row, { verdict, text }: Verdict): void {
  console.log(`${id.padEnd(4)} ${verdict.padEnd(17)} ${what}: ${text.replaceAll(/\s+/g, " ").slice(0, 600)}`);
}
