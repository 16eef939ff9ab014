import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Row, runHere, type Verdict } from "../row.ts";
import { cleanUpNow, temporaryDirectory } from "../../support/clean-up.ts";

const run = promisify(execFile);

/** No row takes longer than this, in milliseconds; a soak has its own time besides. */
const LONGEST = 400_000 + Number(process.env["RELIABILITY_MINUTES"] ?? 0) * 60_000;

/** Runs a row, in namespaces of its own where it needs them. */
export async function runRow(row: Row): Promise<Verdict | undefined> {
  if (row.run === undefined) return undefined;
  try {
    if (row.namespaces !== undefined) return await runInNamespaces(row);
    const late: Verdict = { verdict: "failed", text: `no end after ${LONGEST / 1000} s` };
    return await Promise.race([runHere(row.run), sleep(LONGEST, late, { ref: false })]);
  } finally {
    await cleanUpNow();
  }
}

async function runInNamespaces({ id, namespaces }: Row): Promise<Verdict> {
  if (process.getuid?.() !== 0) return { verdict: "not possible here", text: "needs root" };
  const output = join(temporaryDirectory(), "verdict");
  const kinds = ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "--propagation", "private"];
  if (namespaces === "mounts and network") kinds.push("--net");
  const child = [process.execPath, join(import.meta.dirname, "../run-row.ts"), id, output];
  try {
    await run("unshare", [...kinds, "--", ...child], { timeout: LONGEST, killSignal: "SIGKILL" });
    const verdict: Verdict = JSON.parse(readFileSync(output, "utf8"));
    return verdict;
  } catch (error) {
    return { verdict: "failed", text: error instanceof Error ? error.message : "no verdict" };
  }
}

/** Brings up loopback and shows the sysfs of the network namespace that this process is in. */
export function furnishNetwork(): void {
  execFileSync("ip", ["link", "set", "lo", "up"]);
  execFileSync("mount", ["-t", "sysfs", "sysfs", "/sys"]);
}
