import { Scanner } from "../scanner.ts";
import { countCpus } from "./cpu_heading.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** Calls of one kind of software interrupt. */
interface SoftirqRow {
  readonly type: string;
  /** By column of the table, which are the possible CPUs from 0 on. */
  readonly counts: readonly number[];
}

/** Parses the table of show_softirqs (fs/proc/softirqs.c); the first line names the CPUs. */
export function parseSoftirqs(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly SoftirqRow[] {
  const scanner = new Scanner(bytes, path);
  const rows: SoftirqRow[] = [];
  const cpus = countCpus(scanner);
  readLines(scanner, skip, () => void rows.push(parseRow(scanner, cpus)));
  return rows;
}

function parseRow(scanner: Scanner, cpus: number): SoftirqRow {
  const name = scanner.word();
  if (!name.endsWith(":")) throw scanner.error("no name with a colon");
  const counts: number[] = [];
  if (scanner.uints(counts, cpus) < cpus) throw scanner.error(`counts of ${counts.length} CPUs, expected ${cpus}`);
  return { type: name.slice(0, -1), counts };
}
