import { openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { pageSize } from "../page-size.ts";

/** Figures of this process from the real /proc/self, whatever --path.procfs says. */
export interface ProcessFigures {
  readonly cpuSeconds: number;
  readonly openFds: number;
  readonly maxFds: number;
  readonly virtualBytes: number;
  readonly virtualMaxBytes: number;
  readonly residentBytes: number;
  readonly startSeconds: number;
  readonly receivedBytes: number;
  readonly transmittedBytes: number;
}

const TICKS_PER_SECOND = 100;

/** As the original prints an absent limit: the largest unsigned 64-bit number, as a float64. */
const UNLIMITED = 2 ** 64;

/** Makes a reader of this process's figures; what the kernel refuses is NaN. */
export function processReader(): () => ProcessFigures {
  const limits = readText("/proc/self/limits");
  const maxFds = limit(limits, "Max open files");
  const virtualMaxBytes = limit(limits, "Max address space");
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readText("/proc/stat"))?.[1]);
  const started = readText("/proc/self/stat");
  const startTicks = Number(started.slice(started.lastIndexOf(")") + 2).split(" ", 20)[19]);
  const pageBytes = pageSize();
  const readMemory = keptReader("/proc/self/statm");
  const readNetstat = keptReader("/proc/self/net/netstat");
  return () => {
    const [size, resident] = readMemory().split(" ", 2);
    const { user, system } = process.cpuUsage();
    const [receivedBytes = Number.NaN, transmittedBytes = Number.NaN] = octets(readNetstat());
    return {
      cpuSeconds: (user + system) / 1e6,
      openFds: countDescriptors(),
      maxFds,
      virtualBytes: Number(size) * pageBytes,
      virtualMaxBytes,
      residentBytes: Number(resident) * pageBytes,
      startSeconds: bootSeconds + startTicks / TICKS_PER_SECOND,
      receivedBytes,
      transmittedBytes,
    };
  };
}

/** From Linux 6.2 on the size of the folder is the number of descriptors; before, it is 0 and they are counted. */
function countDescriptors(): number {
  try {
    const { size } = statSync("/proc/self/fd");
    return size > 0 ? size : readdirSync("/proc/self/fd").length - 1;
  } catch {
    // Without /proc the number is unknown.
    return Number.NaN;
  }
}

/** Reads a file of this process again and again through one descriptor. */
function keptReader(path: string): () => string {
  const buffer = Buffer.alloc(16 * 1024);
  let fd: number | undefined;
  return () => {
    try {
      fd ??= openSync(path, "r");
      return buffer.toString("latin1", 0, readSync(fd, buffer, 0, buffer.length, 0));
    } catch {
      // A hidden or absent /proc: the figures are unknown.
      return "";
    }
  };
}

function limit(limits: string, name: string): number {
  const line = limits.split("\n").find((text) => text.startsWith(name)) ?? "";
  const [soft = ""] = line.slice(name.length).trim().split(/\s+/);
  return soft === "unlimited" ? UNLIMITED : Number(soft);
}

/** The two lines of IpExt, names and values, are in the same order. */
function octets(netstat: string): number[] {
  const names = lineAfter(netstat, "IpExt: ", 0);
  const values = lineAfter(netstat, "IpExt: ", names.end);
  const columns = names.text.split(" ");
  const figures = values.text.split(" ");
  return ["InOctets", "OutOctets"].map((name) => Number(figures[columns.indexOf(name)]));
}

function lineAfter(text: string, prefix: string, from: number): { text: string; end: number } {
  const start = text.indexOf(prefix, from);
  if (start < 0) return { text: "", end: text.length };
  const end = text.indexOf("\n", start);
  return { text: text.slice(start + prefix.length, end), end };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // A hidden or absent /proc: the figures are unknown.
    return "";
  }
}
