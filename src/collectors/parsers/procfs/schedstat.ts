import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

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

/** Columns of running, waiting and timeslices. */
export const SCHEDSTAT_COLUMNS = [6, 7, 8];

/** Parses the CPU lines of show_schedstat (kernel/sched/stats.c); all other lines are passed over. */
export function parseSchedstat(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly CpuSchedstat[] {
  const cpus: CpuSchedstat[] = [];
  eachSchedstat(bytes, path, skip, (cpu, [, , , , , , running = 0, waiting = 0, timeslices = 0]) => {
    cpus.push({ cpu, running, waiting, timeslices });
  });
  return cpus;
}

/** As `parseSchedstat`, without an object for each CPU: `columns` is used for each in turn. */
export function eachSchedstat(
  bytes: Buffer,
  path: string,
  skip: Skip,
  take: (cpu: number, columns: readonly number[]) => void,
): void {
  const scanner = new Scanner(bytes, path);
  const columns: number[] = [];
  readLines(scanner, skip, () => {
    if (!scanner.accept("cpu") || scanner.endsWord()) return false;
    const cpu = scanner.uint();
    columns.length = 0;
    if (scanner.uints(columns, COLUMNS) < COLUMNS) throw scanner.error(`fewer than ${COLUMNS} numbers`);
    take(cpu, columns);
    return true;
  });
}
