import { readdirSync, readFileSync } from "node:fs";

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

/** Makes a reader of this process's figures; what the kernel refuses is NaN. */
export function processReader(): () => ProcessFigures {
  const limits = readText("/proc/self/limits");
  const maxFds = limit(limits, "Max open files");
  const virtualMaxBytes = limit(limits, "Max address space");
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readText("/proc/stat"))?.[1]);
  return () => {
    const stat = readText("/proc/self/stat");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const { user, system } = process.cpuUsage();
    const [receivedBytes = Number.NaN, transmittedBytes = Number.NaN] = octets(readText("/proc/self/net/netstat"));
    return {
      cpuSeconds: (user + system) / 1e6,
      openFds: countDescriptors(),
      maxFds,
      virtualBytes: Number(fields[20]),
      virtualMaxBytes,
      residentBytes: process.memoryUsage.rss(),
      startSeconds: bootSeconds + Number(fields[19]) / TICKS_PER_SECOND,
      receivedBytes,
      transmittedBytes,
    };
  };
}

/** The descriptor of the listing itself does not count. */
function countDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length - 1;
  } catch {
    // Without /proc the number is unknown.
    return Number.NaN;
  }
}

function limit(limits: string, name: string): number {
  const line = limits.split("\n").find((text) => text.startsWith(name)) ?? "";
  const [soft = ""] = line.slice(name.length).trim().split(/\s+/);
  // As the original prints an absent limit: the largest unsigned 64-bit number.
  return soft === "unlimited" ? 18_446_744_073_709_551_615 : Number(soft);
}

function octets(netstat: string): number[] {
  const lines = netstat.split("\n").filter((line) => line.startsWith("IpExt:"));
  const names = (lines[0] ?? "").split(" ");
  const values = (lines[1] ?? "").split(" ");
  return ["InOctets", "OutOctets"].map((name) => Number(values[names.indexOf(name)]));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // A hidden or absent /proc: the figures are unknown.
    return "";
  }
}
