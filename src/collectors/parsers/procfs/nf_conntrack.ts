import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

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
export function parseConntrackStats(bytes: Buffer, path: string, skip: Skip = allOrNone): ConntrackStats {
  const scanner = new Scanner(bytes, path);
  const sums: number[] = Array.from({ length: COLUMNS }, () => 0);
  const row: number[] = [];
  const columns = countNames(scanner);
  readLines(scanner, skip, () => addRow(scanner, row, columns, sums));
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

/** Moves past the line of names; how many numbers a row has at least. */
function countNames(scanner: Scanner): number {
  let names = 0;
  for (; !scanner.atLineEnd(); names++) scanner.skipWord();
  scanner.nextLine();
  return names === COLUMNS ? COLUMNS : COLUMNS - 1;
}

/** `row` is used for each CPU in turn. */
function addRow(scanner: Scanner, row: number[], columns: number, sums: number[]): void {
  row.length = 0;
  while (!scanner.atLineEnd()) row.push(scanner.hex());
  if (row.length < columns) throw scanner.error(`${row.length} columns, expected at least ${columns}`);
  for (let column = 0; column < COLUMNS; column++) sums[column] = (sums[column] ?? 0) + (row[column] ?? 0);
}
