import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** A procfs or sysfs of these files, of which some refuse to be read with an errno name, as drivers do. */
export interface RefusingFiles {
  /** Name of the collector that reads it. */
  readonly collector: string;
  /** Content by path, such as `class/hwmon/hwmon0/name` or `pressure/cpu`. */
  readonly files: Readonly<Record<string, string>>;
  /** Errno name by path. */
  readonly refused: Readonly<Record<string, string>>;
}

/** What the collector gave. */
export interface FromRefusing {
  readonly status: string;
  readonly skipped: number;
  readonly samples: readonly string[];
}

/** Why there can be no such file system here; undefined when there can. */
export const refusingObstacle =
  process.getuid?.() === 0 ? (existsSync("/dev/fuse") ? undefined : "no /dev/fuse") : "needs root";

/** Scrapes once, in a mount namespace of its own. */
export async function collectFrom(host: RefusingFiles): Promise<FromRefusing> {
  const child = [process.execPath, join(import.meta.dirname, "refusing-files-child.ts"), JSON.stringify(host)];
  const command = ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child", ...child];
  const { stdout } = await promisify(execFile)("unshare", command);
  const result: FromRefusing = JSON.parse(stdout);
  return result;
}
