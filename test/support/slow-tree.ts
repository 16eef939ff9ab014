import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cleanUp, temporaryDirectory } from "./clean-up.ts";

/** A procfs of its own with files that can be made to block whoever opens them. Needs no rights. */
export interface SlowTree {
  readonly flags: readonly string[];
  readonly procfs: string;
  block(): void;
  release(): void;
}

/** Files that collectors read and that any user may. */
const COPIED = [
  "stat",
  "meminfo",
  "vmstat",
  "loadavg",
  "cpuinfo",
  "diskstats",
  "net/dev",
  "net/sockstat",
  "net/softnet_stat",
  "net/snmp",
  "net/netstat",
  "sys/fs/file-nr",
  "self/mountinfo",
];

/** A tree in which these files can block; by default the load average. */
export function slowTree(...blocking: readonly string[]): SlowTree {
  const procfs = temporaryDirectory();
  const copy = (name: string): void => {
    mkdirSync(dirname(join(procfs, name)), { recursive: true });
    writeFileSync(join(procfs, name), readFileSync(`/proc/${name}`));
  };
  for (const name of COPIED) copy(name);
  mkdirSync(join(procfs, "1"));
  writeFileSync(join(procfs, "1/mountinfo"), readFileSync("/proc/self/mountinfo"));
  const names = blocking.length === 0 ? ["loadavg"] : blocking;
  const paths = names.map((name) => join(procfs, name));
  cleanUp(() => paths.forEach(wake));
  return {
    flags: [`--path.procfs=${procfs}`],
    procfs,
    block() {
      for (const path of paths) rmSync(path);
      execFileSync("mkfifo", paths);
    },
    release() {
      for (const [i, path] of paths.entries()) {
        wake(path);
        rmSync(path);
        copy(names[i] ?? "");
      }
    },
  };
}

/** Opens the FIFO for writing, which lets everyone go on who waits for that. */
function wake(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch {
    // Nobody waits (ENXIO), or it is gone.
  }
}
