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

/** Parses the CPU lines of show_schedstat (kernel/sched/stats.c); all other lines are passed over. */
export function parseSchedstat(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly CpuSchedstat[] {
  const scanner = new Scanner(bytes, path);
  const cpus: CpuSchedstat[] = [];
  const columns: number[] = [];
  readLines(scanner, skip, () => {
    if (!scanner.accept("cpu") || scanner.endsWord()) return false;
    cpus.push(parseCpu(scanner, columns));
    return true;
  });
  return cpus;
}

/** `columns` is used for each CPU in turn. */
function parseCpu(scanner: Scanner, columns: number[]): CpuSchedstat {
  const cpu = scanner.uint();
  columns.length = 0;
  if (scanner.uints(columns, COLUMNS) < COLUMNS) throw scanner.error(`fewer than ${COLUMNS} numbers`);
  const [, , , , , , running = 0, waiting = 0, timeslices = 0] = columns;
  return { cpu, running, waiting, timeslices };
}
