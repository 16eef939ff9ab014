import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Row, Verdict } from "./row.ts";
import { writeTable } from "./table.ts";

const root = join(import.meta.dirname, "../..");
const built = join(root, "dist/main/cli.js");

export interface Choice {
  /** Ids, or letters of areas, separated by commas; all when empty. */
  readonly only: string;
  /** Where the program lies; the built one when empty. */
  readonly program: string;
  /** For the soak. */
  readonly minutes: number;
  /** Whether the table in the documentation is to show the results. */
  readonly write: boolean;
}

/** Runs the rows that are chosen and prints each; resolves to the exit code. */
export async function runMatrix({ only, program, minutes, write }: Choice): Promise<number> {
  if (program === "" && !existsSync(built)) execFileSync("npm", ["run", "build"], { cwd: root });
  process.env["PROGRAM_UNDER_TEST"] = program || built;
  process.env["RELIABILITY_MINUTES"] = String(minutes);
  // Rows look where the program lies when they are loaded.
  const { rows } = await import("./matrix.ts");
  const chosen = rows.filter(({ id }) => isChosen(id, only));
  const verdicts = await verdictsOf(chosen);
  if (write) writeTable(rows, verdicts);
  const count = (kind: Verdict["verdict"]) => [...verdicts.values()].filter(({ verdict }) => verdict === kind).length;
  console.log(`\n${count("passed")} passed, ${count("failed")} failed, ${count("not possible here")} skipped`);
  return count("failed") === 0 ? 0 : 1;
}

function isChosen(id: string, only: string): boolean {
  return only === "" || only.split(",").some((each) => each === id || each === id.replace(/\d+$/, ""));
}

async function verdictsOf(rows: readonly Row[]): Promise<ReadonlyMap<string, Verdict>> {
  const { runRow } = await import("./support/namespaces.ts");
  const { testVerdicts } = await import("./suite.ts");
  const suite = await testVerdicts(rows);
  const verdicts = new Map<string, Verdict>();
  for (const row of rows) {
    const verdict = together(await runRow(row), suite.get(row.id));
    verdicts.set(row.id, verdict);
    console.log(`${row.id.padEnd(4)} ${verdict.verdict.padEnd(17)} ${row.what}: ${oneLine(verdict.text)}`);
  }
  return verdicts;
}

/** A row passes when all that covers it does. */
function together(run: Verdict | undefined, tests: Verdict | undefined): Verdict {
  if (run === undefined || tests === undefined) return run ?? tests ?? { verdict: "failed", text: "nothing covers it" };
  const both = [run, tests];
  const worst =
    both.find(({ verdict }) => verdict === "failed") ?? both.find(({ verdict }) => verdict !== "passed") ?? run;
  return { verdict: worst.verdict, text: `${run.text}; ${tests.text}` };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 600);
}
