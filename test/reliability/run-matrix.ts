import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Row, Verdict } from "./row.ts";
import { writeTable } from "./table.ts";

const root = join(import.meta.dirname, "../..");
const built = join(root, "dist/main/cli.js");

/** Runs the rows that the arguments choose and prints each; resolves to the exit code. */
export async function runMatrix(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string" },
      program: { type: "string", default: built },
      soak: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  if (values.program === built && !existsSync(built)) execFileSync("npm", ["run", "build"], { cwd: root });
  process.env["PROGRAM_UNDER_TEST"] = values.program;
  process.env["SOAK_MINUTES"] = values.soak ?? "0";
  // Rows look where the program lies when they are loaded.
  const { rows, soakRow } = await import("./matrix.ts");
  const chosen = values.soak === undefined ? rows.filter(({ id }) => isChosen(id, values.only)) : [soakRow];
  const verdicts = await verdictsOf(chosen);
  if (values.write) writeTable(rows, verdicts);
  const count = (kind: Verdict["verdict"]) => [...verdicts.values()].filter(({ verdict }) => verdict === kind).length;
  console.log(`\n${count("passed")} passed, ${count("failed")} failed, ${count("not possible here")} skipped`);
  return count("failed") === 0 ? 0 : 1;
}

/** `only`: ids, or letters of areas, separated by commas. */
function isChosen(id: string, only: string | undefined): boolean {
  return only === undefined || only.split(",").some((each) => each === id || each === id.replace(/\d+$/, ""));
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
