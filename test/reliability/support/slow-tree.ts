import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, temporaryFolder } from "./clean-up.ts";

/** A procfs of its own whose load average can be made to block whoever opens it. Needs no rights. */
export interface SlowTree {
  readonly flags: readonly string[];
  readonly procfs: string;
  block(): void;
  release(): void;
}

/** Files that the collectors read and that any user may. */
const COPIED = ["stat", "meminfo", "vmstat", "uptime", "filesystems", "cpuinfo", "diskstats", "mounts"];

export function slowTree(): SlowTree {
  const procfs = temporaryFolder();
  for (const name of COPIED) writeFileSync(join(procfs, name), readContent(name));
  for (const folder of ["net", "sys/fs", "sys/kernel/random", "self", "1"])
    mkdirSync(join(procfs, folder), { recursive: true });
  for (const name of readdirSync("/proc/net").filter((each) => /^(dev|sockstat|softnet_stat|snmp|netstat)$/.test(each)))
    writeFileSync(join(procfs, "net", name), readContent(`net/${name}`));
  for (const file of ["sys/fs/file-nr", "1/mountinfo", "self/mountinfo"])
    writeFileSync(join(procfs, file), readContent(file.replace("1/", "self/")));
  const path = join(procfs, "loadavg");
  const answer = () => writeFileSync(path, "0.10 0.20 0.30 1/100 1000\n");
  answer();
  const release = (): void => {
    wake(path);
    rmSync(path);
    answer();
  };
  cleanUp(() => wake(path));
  return {
    flags: [`--path.procfs=${procfs}`],
    procfs,
    block() {
      rmSync(path);
      execFileSync("mkfifo", [path]);
    },
    release,
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

function readContent(name: string): string {
  return execFileSync("cat", [`/proc/${name}`], { encoding: "utf8" });
}
