import { Scanner } from "../scanner.ts";

/** CPU time columns in the order of show_stat (fs/proc/stat.c); user and nice include the guest columns. */
export const CPU_COLUMNS = [
  "user",
  "nice",
  "system",
  "idle",
  "iowait",
  "irq",
  "softirq",
  "steal",
  "guest",
  "guest_nice",
] as const;

/** The `cpuN` lines of /proc/stat, without the total. */
export interface CpuTimes {
  /** Number of each CPU that is online, in the order of the file. */
  readonly cpus: readonly number[];
  /** `CPU_COLUMNS.length` values a CPU, in ticks of 1/100 s; columns that came late to the kernel are 0. */
  readonly ticks: readonly number[];
}

/** All other lines of /proc/stat; 0 where the line is missing. */
export interface StatCounts {
  /** Interrupts of all kinds. */
  readonly intr: number;
  readonly ctxt: number;
  /** Seconds since the epoch. */
  readonly btime: number;
  readonly processes: number;
  readonly procsRunning: number;
  readonly procsBlocked: number;
  /** One count a vector, in the order of SOFTIRQ_VECTORS. */
  readonly softirq: readonly number[];
}

/** Soft interrupt vectors in the kernel's order (include/linux/interrupt.h). */
export const SOFTIRQ_VECTORS = [
  "hi",
  "timer",
  "net_tx",
  "net_rx",
  "block",
  "block_iopoll",
  "tasklet",
  "sched",
  "hrtimer",
  "rcu",
] as const;

/** Everything that is read from /proc/stat. */
export interface Stat {
  readonly times: CpuTimes;
  readonly counts: StatCounts;
}

/** Parses show_stat (fs/proc/stat.c). */
export function parseStat(bytes: Buffer, path: string): Stat {
  const scanner = new Scanner(bytes, path);
  const times = { cpus: [], ticks: [] };
  const counts: MutableCounts = {
    intr: 0,
    ctxt: 0,
    btime: 0,
    processes: 0,
    procsRunning: 0,
    procsBlocked: 0,
    softirq: SOFTIRQ_VECTORS.map(() => 0),
  };
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (scanner.accept("cpu")) readCpu(scanner, times);
    else readCount(scanner, counts);
  }
  return { times, counts };
}

interface MutableTimes {
  readonly cpus: number[];
  readonly ticks: number[];
}

type MutableCounts = { -readonly [K in keyof StatCounts]: StatCounts[K] };

/** The rest of a line behind `cpu`: the total has no number. */
function readCpu(scanner: Scanner, times: MutableTimes): void {
  if (scanner.atBlank()) {
    scanner.uints([], CPU_COLUMNS.length);
    return;
  }
  const cpu = scanner.uint();
  if (scanner.atLineEnd()) return;
  times.cpus.push(cpu);
  const columns = scanner.uints(times.ticks, CPU_COLUMNS.length);
  for (let column = columns; column < CPU_COLUMNS.length; column++) times.ticks.push(0);
}

function readCount(scanner: Scanner, counts: MutableCounts): void {
  const key = scanner.word();
  if (scanner.atLineEnd()) return;
  switch (key) {
    case "intr":
      counts.intr = scanner.uint();
      scanner.skipUints();
      break;
    case "ctxt":
      counts.ctxt = scanner.uint();
      break;
    case "btime":
      counts.btime = scanner.uint();
      break;
    case "processes":
      counts.processes = scanner.uint();
      break;
    case "procs_running":
      counts.procsRunning = scanner.uint();
      break;
    case "procs_blocked":
      counts.procsBlocked = scanner.uint();
      break;
    case "softirq":
      scanner.uint();
      counts.softirq = SOFTIRQ_VECTORS.map(() => scanner.uint());
      break;
    default:
      // Lines of later kernels, "page" and "swap" of Linux 2.4.
      break;
  }
}
