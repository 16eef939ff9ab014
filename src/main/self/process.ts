import { fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { readLimits, softLimit } from "../process-limits.ts";
import { pageSize } from "./page-size.ts";
import { KeptFile } from "./kept-file.ts";

/** Figures of this process from the real /proc/self, whatever --path.procfs says. */
export interface ProcessFigures {
  readonly cpuSeconds: number;
  readonly openFds: number;
  readonly maxFds: number;
  readonly virtualBytes: number;
  readonly virtualMaxBytes: number;
  readonly residentBytes: number;
  readonly startSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** As the original prints an absent limit: the largest unsigned 64-bit number, as a float64. */
const UNLIMITED = 2 ** 64;

/** Makes a reader of this process's figures; what the kernel refuses is NaN. Each call fills the same object. */
export function processReader(): () => ProcessFigures {
  const limits = readLimits();
  const figures = {
    cpuSeconds: Number.NaN,
    openFds: Number.NaN,
    maxFds: shown(softLimit(limits, "Max open files")),
    virtualBytes: Number.NaN,
    virtualMaxBytes: shown(softLimit(limits, "Max address space")),
    residentBytes: Number.NaN,
    startSeconds: startSeconds(),
  };
  const pageBytes = pageSize();
  const memory = new KeptFile("/proc/self/statm", 256);
  const countDescriptors = descriptorCounter();
  return () => {
    const { user, system } = process.cpuUsage();
    figures.cpuSeconds = (user + system) / 1e6;
    figures.openFds = countDescriptors();
    memory.read();
    figures.virtualBytes = memory.uint() * pageBytes;
    figures.residentBytes = memory.uint() * pageBytes;
    return figures;
  };
}

function startSeconds(): number {
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readText("/proc/stat"))?.[1]);
  const started = readText("/proc/self/stat");
  const ticks = Number(started.slice(started.lastIndexOf(")") + 2).split(" ", 20)[19]);
  return bootSeconds + ticks / TICKS_PER_SECOND;
}

/** From Linux 6.2 on the size of the folder is the number of descriptors; before, it is 0 and they are counted. */
function descriptorCounter(): () => number {
  let fd: number | undefined;
  return () => {
    try {
      fd ??= openSync("/proc/self/fd", "r");
      const { size } = fstatSync(fd);
      return size > 0 ? size : readdirSync("/proc/self/fd").length - 1;
    } catch {
      // Without /proc the number is unknown.
      return Number.NaN;
    }
  };
}

function shown(limit: number): number {
  return limit === Infinity ? UNLIMITED : limit;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // A hidden or absent /proc: the figures are unknown.
    return "";
  }
}
