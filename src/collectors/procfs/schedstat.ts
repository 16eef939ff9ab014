import { ParseError } from "../errors.ts";
import { Scanner } from "../scanner.ts";

/** One CPU of /proc/schedstat. */
export interface CpuSchedstat {
  readonly cpu: string;
  /** Nanoseconds that tasks ran. */
  readonly running: number;
  /** Nanoseconds that tasks were ready but waited. */
  readonly waiting: number;
  readonly timeslices: number;
}

/** Six numbers come before those that are read (versions 14 to 17 of the format). */
const LEADING = 6;

/** Parses the CPU lines of show_schedstat (kernel/sched/stats.c); all other lines, and damaged ones, are left out. */
export function parseSchedstat(bytes: Buffer, path: string): readonly CpuSchedstat[] {
  const scanner = new Scanner(bytes, path);
  const cpus: CpuSchedstat[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (!scanner.accept("cpu")) continue;
    const cpu = parseCpu(scanner);
    if (cpu !== undefined) cpus.push(cpu);
  }
  return cpus;
}

function parseCpu(scanner: Scanner): CpuSchedstat | undefined {
  const cpu = scanner.atBlank() ? "" : scanner.word();
  if (!/^\d+$/.test(cpu)) return undefined;
  try {
    for (let i = 0; i < LEADING; i++) scanner.uint();
    return { cpu, running: scanner.uint(), waiting: scanner.uint(), timeslices: scanner.uint() };
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
