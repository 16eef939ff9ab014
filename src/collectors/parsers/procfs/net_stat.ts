import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";
import { countWords, usualWords } from "../usual-words.ts";

/** One column of a per-CPU table below /proc/net/stat. */
export interface NetStatColumn {
  readonly name: string;
  /** By row of the table, one a CPU; undefined where the row ends before this column or cannot be read. */
  readonly values: readonly (number | undefined)[];
}

interface Column {
  readonly name: string;
  readonly values: (number | undefined)[];
}

/**
 * Parses a file of /proc/net/stat: a line of names, then a line of hexadecimal numbers for each CPU, all of the same
 * length. Of columns with one name the first counts.
 */
export function parseNetStat(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly NetStatColumn[] {
  const scanner = new Scanner(bytes, path);
  const names: string[] = [];
  while (!scanner.atLineEnd()) names.push(scanner.word());
  scanner.nextLine();
  const columns = names.map((name): Column => ({ name, values: [] }));
  const usual = usualWords(bytes, path, 1, names.length);
  let cpu = 0;
  readLines(scanner, skip, () => {
    const words = countWords(scanner);
    // A row that cannot be read has a CPU as well.
    if (words === usual || isHex(scanner)) cpu++;
    if (words !== usual) throw scanner.error(`${words} numbers, expected ${usual}`);
    readRow(scanner, columns, cpu - 1, usual);
  });
  return columns.filter(({ name }, i) => names.indexOf(name) === i);
}

/** Whether a number of eight figures is next, as all are. */
function isHex(scanner: Scanner): boolean {
  scanner.skipBlanks();
  return /^[0-9a-f]{8}$/i.test(scanner.bytes.toString("latin1", scanner.at, scanner.at + 8));
}

function readRow(scanner: Scanner, columns: readonly Column[], cpu: number, length: number): void {
  const row: number[] = [];
  for (let i = 0; i < length; i++) row.push(scanner.hex());
  for (const [i, { values }] of columns.entries()) values[cpu] = row[i];
}
