import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryDirectory } from "../../support/clean-up.ts";
import type { Scenario } from "./scenarios.ts";

/** Why no mounts can be made here; undefined when they can. */
export const mountObstacle = process.getuid?.() === 0 ? undefined : "needs root";

/** Why no mount can be made to hang here; undefined when one can. */
export const hangObstacle = mountObstacle ?? (existsSync("/dev/fuse") ? undefined : "no /dev/fuse");

/** Runs a scenario in mount and process namespaces of its own; resolves to its result. */
export async function withPrivateMounts(scenario: Scenario): Promise<unknown> {
  const output = join(temporaryDirectory(), "result");
  const command = [process.execPath, join(import.meta.dirname, "scenarios.ts"), scenario, output];
  await promisify(execFile)("unshare", ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child", ...command]);
  return JSON.parse(readFileSync(output, "utf8"));
}
