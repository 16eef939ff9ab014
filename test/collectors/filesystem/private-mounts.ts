import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Scenario } from "./scenarios.ts";

/** Where the file system that can be made to hang lies, beside the checkout. */
const tools = join(import.meta.dirname, "../../../../shared/tools");

/** Why no mounts can be made here; undefined when they can. */
export const mountObstacle = process.getuid?.() === 0 ? undefined : "needs root";

/** Why no mount can be made to hang here; undefined when one can. */
export const hangObstacle =
  mountObstacle ??
  (existsSync(join(tools, "private-mounts.sh"))
    ? existsSync("/dev/fuse")
      ? undefined
      : "no /dev/fuse"
    : "no hanging file system beside the checkout");

const run = promisify(execFile);
const scenarios = join(import.meta.dirname, "scenarios.ts");

/** Runs a scenario in mount and process namespaces of its own, beside a FUSE mount. */
export async function withHangingMount(scenario: Scenario): Promise<unknown> {
  return inFolder(async (folder) => {
    const mount = mkdtempSync(join(folder, "mount-"));
    const output = join(folder, "result");
    await run("bash", [join(tools, "private-mounts.sh"), process.execPath, scenarios, scenario, output], {
      env: { ...process.env, MOUNT: mount, HANGFS: join(tools, "hangfs.mjs") },
    });
    return output;
  });
}

/** Runs a scenario in mount and process namespaces of its own. */
export async function withPrivateMounts(scenario: Scenario): Promise<unknown> {
  return inFolder(async (folder) => {
    const output = join(folder, "result");
    const command = [process.execPath, scenarios, scenario, output];
    await run("unshare", ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child", ...command]);
    return output;
  });
}

async function inFolder(work: (folder: string) => Promise<string>): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-mounts-"));
  try {
    return JSON.parse(readFileSync(await work(folder), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
