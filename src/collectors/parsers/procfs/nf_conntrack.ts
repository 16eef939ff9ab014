import { Scanner } from "../scanner.ts";

/** Sums of the CPUs' rows of /proc/net/stat/nf_conntrack. */
export interface ConntrackStats {
  readonly found: number;
  readonly invalid: number;
  readonly ignore: number;
  readonly insert: number;
  readonly insertFailed: number;
  readonly drop: number;
  readonly earlyDrop: number;
  /** The kernel has it since 2.6.35; 0 before. */
  readonly searchRestart: number;
}

/** `search_restart` is the last column where a row has this many. */
const COLUMNS = 17;

/** Parses the hexadecimal table of ct_cpu_seq_show (net/netfilter/nf_conntrack_standalone.c), below a line of names. */
export function parseConntrackStats(bytes: Buffer, path: string): ConntrackStats {
  const scanner = new Scanner(bytes, path);
  const sums: number[] = Array.from({ length: COLUMNS }, () => 0);
  for (scanner.nextLine(); !scanner.atEnd(); scanner.nextLine()) addRow(scanner, sums);
  const sum = (column: number) => sums[column] ?? 0;
  return {
    found: sum(2),
    invalid: sum(4),
    ignore: sum(5),
    insert: sum(8),
    insertFailed: sum(9),
    drop: sum(10),
    earlyDrop: sum(11),
    searchRestart: sum(16),
  };
}

function addRow(scanner: Scanner, sums: number[]): void {
  let column = 0;
  for (; !scanner.atLineEnd(); column++) {
    const value = scanner.hex();
    if (column < COLUMNS) sums[column] = (sums[column] ?? 0) + value;
  }
  if (column !== COLUMNS && column !== COLUMNS - 1)
    throw scanner.error(`${column} columns, expected ${COLUMNS - 1} or ${COLUMNS}`);
}
