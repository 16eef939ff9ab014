import { readHexLine, roomForRows, withRoom } from "../number-rows.ts";
import { Scanner } from "../scanner.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";
import { usualWords } from "../usual-words.ts";

/** One CPU's row of /proc/net/softnet_stat; counts are 32 bit and wrap. */
interface SoftnetRow {
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

/** The rows of the table as numbers, one row after the other. */
export interface SoftnetTable {
  readonly cpus: readonly number[];
  /** `SOFTNET_WIDTH` values a row, of which the last ones are 0 where the kernel has fewer; more may follow. */
  readonly values: Float64Array;
  /** Columns that the kernel has, up to `SOFTNET_WIDTH`. */
  readonly columns: number;
}

/** Columns that are read. */
export const SOFTNET_WIDTH = CPU_COLUMN + 1;

/** Column of each value. */
export const SOFTNET_COLUMNS = {
  processed: 0,
  dropped: 1,
  timeSqueezed: 2,
  cpuCollision: 8,
  receivedRps: 9,
  flowLimitCount: 10,
  backlogLength: 11,
} as const;

/** As `parseSoftnetTable`, with an object for each CPU. */
export function parseSoftnetStat(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly SoftnetRow[] {
  const { cpus, values, columns } = parseSoftnetTable(bytes, path, skip);
  const value = (row: number, column: number) => values[row * SOFTNET_WIDTH + column] ?? 0;
  const lateValue = (row: number, column: number, since = column) => (columns > since ? value(row, column) : undefined);
  return cpus.map((cpu, row) => ({
    cpu,
    processed: value(row, SOFTNET_COLUMNS.processed),
    dropped: value(row, SOFTNET_COLUMNS.dropped),
    timeSqueezed: value(row, SOFTNET_COLUMNS.timeSqueezed),
    cpuCollision: value(row, SOFTNET_COLUMNS.cpuCollision),
    receivedRps: lateValue(row, SOFTNET_COLUMNS.receivedRps),
    flowLimitCount: lateValue(row, SOFTNET_COLUMNS.flowLimitCount),
    backlogLength: lateValue(row, SOFTNET_COLUMNS.backlogLength, CPU_COLUMN),
  }));
}

/**
 * Parses the hexadecimal table of softnet_seq_show (net/core/net-procfs.c), all rows of which have the same columns: where
 * they differ, shorter rows than most are damaged, and longer ones are read without their last columns. Before Linux 5.14
 * rows have no CPU number.
 */
export function parseSoftnetTable(bytes: Buffer, path: string, skip: Skip = allOrNone): SoftnetTable {
  const first = parseRows(bytes, path, MIN_COLUMNS, SOFTNET_WIDTH);
  const table = first.longest <= first.shortest ? first : parseUsualRows(bytes, path);
  const { cpus, values, problems } = table;
  for (const problem of problems) skip(problem);
  const [problem] = problems;
  if (cpus.length === 0 && problem !== undefined) throw problem;
  return { cpus, values, columns: table.longest };
}

function parseUsualRows(bytes: Buffer, path: string) {
  const usual = Math.max(MIN_COLUMNS, usualWords(bytes, path, 0, SOFTNET_WIDTH));
  return parseRows(bytes, path, usual, usual);
}

function parseRows(bytes: Buffer, path: string, fewest: number, most: number) {
  const scanner = new Scanner(bytes, path);
  const cpus: number[] = [];
  const problems: Error[] = [];
  let values = roomForRows(SOFTNET_WIDTH);
  let [line, longest, shortest] = [0, fewest, Infinity];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (scanner.atLineEnd()) continue;
    // A row that cannot be read has a CPU as well.
    if (isRow(scanner)) line++;
    try {
      const at = cpus.length * SOFTNET_WIDTH;
      values = withRoom(values, at + SOFTNET_WIDTH);
      const columns = readHexLine(scanner, values, at, most);
      if (columns < fewest) throw scanner.error(`${columns} columns, expected at least ${fewest}`);
      cpus.push(Math.min(columns, most) > CPU_COLUMN ? (values[at + CPU_COLUMN] ?? 0) : line - 1);
      longest = Math.max(longest, Math.min(columns, most));
      shortest = Math.min(shortest, columns);
    } catch (error) {
      skipParseError(error, (problem) => problems.push(problem));
    }
  }
  return { cpus, values, problems, longest, shortest };
}

/** Numbers have eight figures; of a damaged row most still do. */
function isRow(scanner: Scanner): boolean {
  const { at, bytes } = scanner;
  if (bytes[at + FIGURES] === SPACE) return true;
  const found = /(^| )[0-9a-f]{8}( |$)/i.test(scanner.restOfLine());
  scanner.at = at;
  return found;
}
