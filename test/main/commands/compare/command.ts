import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Report } from "../../../../src/main/commands/compare/report.ts";

const CLI = join(import.meta.dirname, "../../../../src/main/cli.ts");

/** Node.js and the program; what follows are its arguments. */
export const PROGRAM = [process.execPath, CLI] as const;

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end. */
export async function runProgram(...words: readonly string[]): Promise<Ended> {
  return runProgramWith({}, ...words);
}

/** The same with more in the environment. */
export async function runProgramWith(env: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<Ended> {
  const options = { maxBuffer: 1 << 28, env: { ...process.env, ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...words], options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

/** Runs `compare --json`. */
export async function compareWith(
  url: string,
  ...flags: readonly string[]
): Promise<Ended & { readonly report: Report }> {
  const ended = await runProgram("compare", url, "--json", ...flags);
  return { ...ended, report: parseReport(ended.stdout) };
}

export function parseReport(text: string): Report {
  const report: Report = JSON.parse(text);
  return report;
}
