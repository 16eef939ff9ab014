import { Scanner } from "../scanner.ts";

/** One column of a per-CPU table below /proc/net/stat. */
export interface NetStatColumn {
  readonly name: string;
  /** By row of the table, one a CPU; undefined where the row ends before this column. */
  readonly values: readonly (number | undefined)[];
}

/**
 * Parses a file of /proc/net/stat: a line of names, then a line of hexadecimal numbers for each CPU.
 * Of columns with one name the first counts.
 */
export function parseNetStat(bytes: Buffer, path: string): readonly NetStatColumn[] {
  const scanner = new Scanner(bytes, path);
  const columns: { name: string; values: (number | undefined)[] }[] = [];
  while (!scanner.atLineEnd()) columns.push({ name: scanner.word(), values: [] });
  scanner.nextLine();
  for (; !scanner.atEnd(); scanner.nextLine()) readRow(scanner, columns);
  return columns.filter(({ name }, i) => columns.findIndex((other) => other.name === name) === i);
}

function readRow(scanner: Scanner, columns: readonly { readonly values: (number | undefined)[] }[]): void {
  if (scanner.atLineEnd()) return;
  for (const { values } of columns) values.push(scanner.atLineEnd() ? undefined : scanner.hex());
  if (!scanner.atLineEnd()) throw scanner.error("more numbers than names");
}
