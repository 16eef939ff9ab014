import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** CPU time of reading what a scrape reads, in milliseconds. */
export interface Floor {
  readonly user: number;
  readonly system: number;
  /** Reads, listings and the like. */
  readonly operations: number;
  /** Those that take longest, each with its wall time in milliseconds. */
  readonly slowest: readonly { readonly operation: string; readonly milliseconds: number }[];
}

const LIMITS = { maxBuffer: 1 << 30 };

/** Whether the loop of a floor keeps its files open, as this program does with the kernel's own, or opens them every time. */
export type Reading = "keep" | "open";

/** Records what this program reads with these flags, and measures a loop that does only that. */
export function measureFloor(
  flags: readonly string[],
  seconds: number,
  prefix: readonly string[] = [],
  reading: Reading = "keep",
): Floor {
  const operations = runScript("record.ts", flags, prefix);
  const floor: Floor = JSON.parse(runScript("replay.ts", [String(seconds), reading], prefix, operations));
  return floor;
}

export function floorLine({ user, system, operations, slowest }: Floor): string {
  const both = (user + system).toFixed(3);
  const most = slowest.map(({ operation, milliseconds }) => `${operation} ${milliseconds.toFixed(3)}`);
  return [
    `floor: ${operations} file operations, ${both} ms, of which ${system.toFixed(3)} ms in the kernel`,
    `longest: ${most.join(", ")}`,
  ].join("\n");
}

function runScript(name: string, words: readonly string[], prefix: readonly string[], input = ""): string {
  const [command = "", ...rest] = [...prefix, process.execPath, join(import.meta.dirname, name), ...words];
  return execFileSync(command, rest, { ...LIMITS, input, stdio: ["pipe", "pipe", "inherit"] }).toString();
}
