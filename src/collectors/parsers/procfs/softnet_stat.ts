import { Scanner } from "../scanner.ts";

/** One CPU's row of /proc/net/softnet_stat; counts are 32 bit and wrap. */
export interface SoftnetRow {
  readonly cpu: number;
  readonly processed: number;
  readonly dropped: number;
  readonly timeSqueezed: number;
  readonly cpuCollision: number;
  /** Linux 2.6.35 and later. */
  readonly receivedRps: number | undefined;
  /** Linux 3.11 and later. */
  readonly flowLimitCount: number | undefined;
  /** Linux 5.14 and later. */
  readonly backlogLength: number | undefined;
}

const MIN_COLUMNS = 9;
const CPU_COLUMN = 12;

/** Parses the hexadecimal table of softnet_seq_show (net/core/net-procfs.c). Before Linux 5.14 rows have no CPU number. */
export function parseSoftnetStat(bytes: Buffer, path: string): readonly SoftnetRow[] {
  const scanner = new Scanner(bytes, path);
  const rows: SoftnetRow[] = [];
  const columns: number[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) rows.push(parseRow(scanner, rows.length, columns));
  return rows;
}

/** `columns` is used for each row in turn. */
function parseRow(scanner: Scanner, line: number, columns: number[]): SoftnetRow {
  columns.length = 0;
  while (!scanner.atLineEnd()) columns.push(scanner.hex());
  if (columns.length < MIN_COLUMNS) throw scanner.error(`${columns.length} columns, expected at least ${MIN_COLUMNS}`);
  const [processed = 0, dropped = 0, timeSqueezed = 0, , , , , , cpuCollision = 0, receivedRps, flowLimitCount] =
    columns;
  const cpu = columns[CPU_COLUMN];
  const backlogLength = cpu === undefined ? undefined : columns[11];
  return {
    cpu: cpu ?? line,
    processed,
    dropped,
    timeSqueezed,
    cpuCollision,
    receivedRps,
    flowLimitCount,
    backlogLength,
  };
}
