import { Scanner } from "../scanner.ts";

/** Calls of one kind of software interrupt. */
export interface SoftirqRow {
  readonly type: string;
  /** By column of the table, which are the possible CPUs from 0 on. */
  readonly counts: readonly number[];
}

/** Parses the table of show_softirqs (fs/proc/softirqs.c); the first line names the CPUs. */
export function parseSoftirqs(bytes: Buffer, path: string): readonly SoftirqRow[] {
  const scanner = new Scanner(bytes, path);
  if (scanner.atEnd()) throw scanner.error("no header");
  scanner.nextLine();
  const rows: SoftirqRow[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) if (!scanner.atLineEnd()) rows.push(parseRow(scanner));
  return rows;
}

function parseRow(scanner: Scanner): SoftirqRow {
  const name = scanner.word();
  if (!name.endsWith(":")) throw scanner.error("no name with a colon");
  const counts: number[] = [];
  while (!scanner.atLineEnd()) counts.push(scanner.uint());
  return { type: name.slice(0, -1), counts };
}
