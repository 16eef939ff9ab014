import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { messageOf } from "../../src/collectors/kit/errors.ts";

/** A program with its arguments, run in the root of the repository. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

/** Root of the repository. */
export const root = join(import.meta.dirname, "../..");

/** A program of a package that is installed here. */
export const bin = (name: string): string => join(root, "node_modules/.bin", name);

/** Runs these one after the other, up to the first that fails. Each shows what it prints when it has ended. */
export async function firstFailure(steps: readonly Step[]): Promise<Step | undefined> {
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

/** Starts a step; `output`: where its output goes. */
export function start(
  { command }: Step,
  output: "pipe" | "inherit" | "ignore",
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const [program = "", ...args] = command;
  return spawn(program, args, {
    cwd: root,
    stdio: ["ignore", output, output],
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), ...env },
  });
}

/** Whether a program has ended with status 0. */
export async function succeeds(child: ChildProcess): Promise<boolean> {
  try {
    const [status] = await once(child, "close");
    return status === 0;
  } catch (error) {
    console.log(messageOf(error));
    return false;
  }
}
