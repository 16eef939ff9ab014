import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One block device of /proc/diskstats. */
interface DiskRow {
  readonly major: number;
  readonly minor: number;
  readonly device: string;
  /**
   * The columns behind the name, as many as the kernel has: 11 until Linux 4.17, 15 with discards (4.18),
   * 17 with flushes (5.5). Times are in ms, sizes in sectors of 512 bytes.
   */
  readonly columns: readonly number[];
}

const MAX_COLUMNS = 17;
const COLUMN_COUNTS: ReadonlySet<number> = new Set([11, 15, MAX_COLUMNS]);
/** Partitions before Linux 2.6.25. */
const PARTITION_COLUMNS = 4;

/** Parses /proc/diskstats (Documentation/admin-guide/iostats.rst). Lines of partitions before Linux 2.6.25 are too short. */
export function parseDiskstats(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly DiskRow[] {
  const scanner = new Scanner(bytes, path);
  const rows: DiskRow[] = [];
  readLines(scanner, skip, () => {
    const row = parseRow(scanner);
    return row !== undefined && rows.push(row) > 0;
  });
  return rows;
}

function parseRow(scanner: Scanner): DiskRow | undefined {
  const major = scanner.uint();
  const minor = scanner.uint();
  const device = scanner.word();
  const columns: number[] = [];
  const count = scanner.uints(columns, MAX_COLUMNS);
  if (count === PARTITION_COLUMNS) return undefined;
  if (!COLUMN_COUNTS.has(count)) throw scanner.error(`${count} numbers of a disk`);
  return { major, minor, device, columns };
}
