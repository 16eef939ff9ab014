import type { Report } from "../../../../src/main/commands/compare/report.ts";
import { type Ended, runProgram } from "../../../support/program.ts";

/** Runs `compare --json`. */
export async function compareWith(
  url: string,
  ...flags: readonly string[]
): Promise<Ended & { readonly report: Report }> {
  const ended = await runProgram(["compare", url, "--json", ...flags]);
  return { ...ended, report: parseReport(ended.stdout) };
}

export function parseReport(text: string): Report {
  const report: Report = JSON.parse(text);
  return report;
}
