import { readUints } from "../number-rows.ts";
import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One CPU of /proc/schedstat. */
interface CpuSchedstat {
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
  const [running = 0, waiting = 0, timeslices = 0] = SCHEDSTAT_COLUMNS;
  eachSchedstat(bytes, path, skip, (cpu, columns) => {
    cpus.push({
      cpu,
      running: columns[running] ?? 0,
      waiting: columns[waiting] ?? 0,
      timeslices: columns[timeslices] ?? 0,
    });
  });
  return cpus;
}

/** As `parseSchedstat`, without an object for each CPU: `columns` is used for each in turn. */
export function eachSchedstat(
  bytes: Buffer,
  path: string,
  skip: Skip,
  take: (cpu: number, columns: Float64Array) => void,
): void {
  const scanner = new Scanner(bytes, path);
  const columns = new Float64Array(COLUMNS);
  readLines(scanner, skip, () => {
    if (!scanner.accept("cpu") || scanner.endsWord()) return false;
    const cpu = scanner.uint();
    if (readUints(scanner, columns, 0, COLUMNS) < COLUMNS) throw scanner.error(`fewer than ${COLUMNS} numbers`);
    take(cpu, columns);
    return true;
  });
}
