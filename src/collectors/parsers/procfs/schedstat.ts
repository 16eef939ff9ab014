import { ParseError } from "../../kit/errors.ts";
import { Scanner } from "../scanner.ts";

/** One CPU of /proc/schedstat. */
export interface CpuSchedstat {
  readonly cpu: number;
  /** Nanoseconds that tasks ran. */
  readonly running: number;
  /** Nanoseconds that tasks were ready but waited. */
  readonly waiting: number;
  readonly timeslices: number;
}

/** Columns that are read; the first six are not shown (versions 14 to 17 of the format). */
const COLUMNS = 9;

/** Parses the CPU lines of show_schedstat (kernel/sched/stats.c); all other lines, and damaged ones, are left out. */
export function parseSchedstat(bytes: Buffer, path: string): readonly CpuSchedstat[] {
  const scanner = new Scanner(bytes, path);
  const cpus: CpuSchedstat[] = [];
  const columns: number[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (!scanner.accept("cpu") || scanner.atBlank()) continue;
    const cpu = parseCpu(scanner, columns);
    if (cpu !== undefined) cpus.push(cpu);
  }
  return cpus;
}

/** `columns` is used for each CPU in turn. */
function parseCpu(scanner: Scanner, columns: number[]): CpuSchedstat | undefined {
  try {
    const cpu = scanner.uint();
    columns.length = 0;
    if (scanner.uints(columns, COLUMNS) < COLUMNS) return undefined;
    const [, , , , , , running = 0, waiting = 0, timeslices = 0] = columns;
    return { cpu, running, waiting, timeslices };
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
