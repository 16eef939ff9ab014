import { readUints, roomForRows, withRoom } from "../number-rows.ts";
import { Scanner } from "../scanner.ts";
import { readLines } from "../skip.ts";
import { countWords } from "../usual-words.ts";

/**
 * CPU time columns in the order of show_stat (fs/proc/stat.c), all there since Linux 2.6.33. Those that the kernel lacks
 * are 0; user and nice include the guest columns.
 */
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
  /** `CPU_COLUMNS.length` values a CPU, in ticks of 1/100 s. */
  readonly ticks: Float64Array;
}

/** All other lines of /proc/stat; 0 where the line is missing, undefined where it cannot be read. */
interface StatCounts {
  /** Interrupts of all kinds. */
  readonly intr: number | undefined;
  readonly ctxt: number | undefined;
  /** Seconds since the epoch. */
  readonly btime: number | undefined;
  readonly processes: number | undefined;
  readonly procsRunning: number | undefined;
  readonly procsBlocked: number | undefined;
  /** One count a vector, in the order of SOFTIRQ_VECTORS. */
  readonly softirq: readonly number[] | undefined;
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
  /** Why rows of CPUs were left out, and why other lines were: different collectors show them. */
  readonly problems: { readonly times: readonly Error[]; readonly counts: readonly Error[] };
}

/** Parses show_stat (fs/proc/stat.c). Of a CPU that comes twice the last row counts. */
export function parseStat(bytes: Buffer, path: string): Stat {
  const scanner = new Scanner(bytes, path);
  const times: MutableTimes = { cpus: [], ticks: roomForRows(COLUMNS), columns: FEWEST_COLUMNS };
  const counts: MutableCounts = {
    intr: 0,
    ctxt: 0,
    btime: 0,
    processes: 0,
    procsRunning: 0,
    procsBlocked: 0,
    softirq: SOFTIRQ_VECTORS.map(() => 0),
  };
  const problems = { times: [] as Error[], counts: [] as Error[] };
  let isCpu = false;
  readLines(
    scanner,
    (problem) => problems[isCpu ? "times" : "counts"].push(problem),
    () => {
      isCpu = scanner.accept("cpu");
      return isCpu ? readCpu(scanner, times) : readCount(scanner, counts);
    },
  );
  const { cpus, ticks } = times;
  return { times: { cpus, ticks: ticks.subarray(0, cpus.length * COLUMNS) }, counts, problems };
}

interface MutableTimes {
  readonly cpus: number[];
  /** With room for more rows. */
  ticks: Float64Array;
  /** Of the total: a row with fewer is damaged. */
  columns: number;
}

const COLUMNS = CPU_COLUMNS.length;

/** User, nice, system and idle, which there always were. */
const FEWEST_COLUMNS = 4;

type MutableCounts = { -readonly [K in keyof StatCounts]: StatCounts[K] };

const COUNT_KEYS: ReadonlyMap<string, Exclude<keyof StatCounts, "softirq">> = new Map([
  ["intr", "intr"],
  ["ctxt", "ctxt"],
  ["btime", "btime"],
  ["processes", "processes"],
  ["procs_running", "procsRunning"],
  ["procs_blocked", "procsBlocked"],
]);

/** The rest of a line after `cpu`; false for the total, which has no number. */
function readCpu(scanner: Scanner, times: MutableTimes): boolean {
  if (scanner.endsWord()) {
    times.columns = Math.max(FEWEST_COLUMNS, Math.min(countWords(scanner), COLUMNS));
    return false;
  }
  const cpu = scanner.uint();
  const { cpus, columns } = times;
  // A row that cannot be read leaves its numbers there for the next one to replace.
  const at = cpus.length * COLUMNS;
  times.ticks = withRoom(times.ticks, at + COLUMNS);
  const found = readUints(scanner, times.ticks, at, COLUMNS);
  if (found < columns) throw scanner.error("a CPU with too few columns");
  if (found < COLUMNS) times.ticks.fill(0, at + found, at + COLUMNS);
  if (cpu > (cpus.at(-1) ?? -1) || !cpus.includes(cpu)) cpus.push(cpu);
  else times.ticks.copyWithin(cpus.indexOf(cpu) * COLUMNS, at, at + COLUMNS);
  return true;
}

/** False for lines of later kernels, and "page" and "swap" of Linux 2.4. */
function readCount(scanner: Scanner, counts: MutableCounts): boolean {
  const word = scanner.word();
  if (word === "softirq") {
    counts.softirq = undefined;
    scanner.uint();
    counts.softirq = SOFTIRQ_VECTORS.map(() => scanner.uint());
    return true;
  }
  const key = COUNT_KEYS.get(word);
  if (key === undefined) return false;
  counts[key] = undefined;
  counts[key] = scanner.uint();
  return true;
}
