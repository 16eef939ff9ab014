import { Scanner } from "../scanner.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";

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
const FIGURES = 8;
const SPACE = 32;

/**
 * Parses the hexadecimal table of softnet_seq_show (net/core/net-procfs.c), all rows of which have the same columns.
 * Before Linux 5.14 rows have no CPU number.
 */
export function parseSoftnetStat(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly SoftnetRow[] {
  const first = parseRows(bytes, path, MIN_COLUMNS);
  const { rows, problems } = first.longest === first.shortest ? first : parseRows(bytes, path, first.longest);
  for (const problem of problems) skip(problem);
  const [problem] = problems;
  if (rows.length === 0 && problem !== undefined) throw problem;
  return rows;
}

function parseRows(bytes: Buffer, path: string, fewest: number) {
  const scanner = new Scanner(bytes, path);
  const rows: SoftnetRow[] = [];
  const problems: Error[] = [];
  const columns: number[] = [];
  let [cpu, longest, shortest] = [0, fewest, Infinity];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (scanner.atLineEnd()) continue;
    // A row that cannot be read has a CPU as well.
    if (isRow(scanner)) cpu++;
    try {
      rows.push(parseRow(scanner, cpu - 1, columns, fewest));
      longest = Math.max(longest, columns.length);
      shortest = Math.min(shortest, columns.length);
    } catch (error) {
      skipParseError(error, (problem) => problems.push(problem));
    }
  }
  return { rows, problems, longest, shortest: Math.min(shortest, longest) };
}

/** Numbers have eight figures; of a damaged row most still do. */
function isRow(scanner: Scanner): boolean {
  const { at, bytes } = scanner;
  if (bytes[at + FIGURES] === SPACE) return true;
  const found = /(^| )[0-9a-f]{8}( |$)/i.test(scanner.restOfLine());
  scanner.at = at;
  return found;
}

/** `columns` is used for each row in turn. */
function parseRow(scanner: Scanner, line: number, columns: number[], fewest: number): SoftnetRow {
  columns.length = 0;
  while (!scanner.atLineEnd()) columns.push(scanner.hex());
  if (columns.length < fewest) throw scanner.error(`${columns.length} columns, expected at least ${fewest}`);
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
