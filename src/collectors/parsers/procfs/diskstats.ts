import { Scanner } from "../scanner.ts";

/** One block device of /proc/diskstats. */
export interface DiskRow {
  readonly major: number;
  readonly minor: number;
  readonly device: string;
  /**
   * The columns behind the name, as many as the kernel has: 11 until Linux 4.17, 15 with discards (4.18),
   * 17 with flushes (5.5). Times are in ms, sizes in sectors of 512 bytes.
   */
  readonly columns: readonly number[];
}

const MIN_COLUMNS = 11;
const MAX_COLUMNS = 17;

/** Parses /proc/diskstats (Documentation/admin-guide/iostats.rst). Lines of partitions before Linux 2.6.25 are too short and left out. */
export function parseDiskstats(bytes: Buffer, path: string): readonly DiskRow[] {
  const scanner = new Scanner(bytes, path);
  const rows: DiskRow[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (scanner.atLineEnd()) continue;
    const row = parseRow(scanner);
    if (row.columns.length >= MIN_COLUMNS) rows.push(row);
  }
  return rows;
}

function parseRow(scanner: Scanner): DiskRow {
  const major = scanner.uint();
  const minor = scanner.atLineEnd() ? 0 : scanner.uint();
  const device = scanner.word();
  const columns: number[] = [];
  scanner.uints(columns, MAX_COLUMNS);
  return { major, minor, device, columns };
}
