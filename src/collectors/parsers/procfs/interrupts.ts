import { ParseError } from "../../kit/errors.ts";
import { readShortUints } from "../number-rows.ts";
import { Scanner, textUntil } from "../scanner.ts";
import { countCpus } from "./cpu_heading.ts";

/** One row of /proc/interrupts. */
export interface InterruptRow {
  /** Number of the interrupt, or the short name of one that has none (`NMI`). */
  readonly type: string;
  /** Chip and trigger of a numbered interrupt, the meaning of any other. */
  readonly info: string;
  /** Who handles a numbered interrupt. */
  readonly devices: string;
  /** By column, which are the CPUs online at this moment; valid until the next row is taken. */
  readonly counts: Float64Array;
  /** The first count that is not a number. */
  readonly problem: ParseError | undefined;
}

/**
 * Walks the table of show_interrupts (kernel/irq/proc.c), with a column for each CPU online.
 * Rows without a column for each (ERR, MIS) are left out; of rows with one name the last counts.
 */
export function* interruptRows(bytes: Buffer, path: string): Generator<InterruptRow, void, undefined> {
  const scanner = new Scanner(bytes, path);
  const counts = new Float64Array(countCpus(scanner));
  for (const [type, start] of rowStarts(scanner)) {
    scanner.at = start;
    const row = readRow(scanner, type, counts);
    if (row !== undefined) yield row;
  }
}

/** Position behind the colon of each row, by the row's name. */
function rowStarts(scanner: Scanner): Map<string, number> {
  const starts = new Map<string, number>();
  for (; !scanner.atEnd(); scanner.nextLine()) {
    scanner.skipBlanks();
    const name = textUntil(scanner, ":");
    if (name !== undefined) starts.set(name, scanner.at);
  }
  return starts;
}

function readRow(scanner: Scanner, type: string, counts: Float64Array): InterruptRow | undefined {
  let problem: ParseError | undefined;
  for (let column = readShortUints(scanner, counts); column < counts.length; column++) {
    if (scanner.atLineEnd()) return undefined;
    try {
      counts[column] = scanner.uint();
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      problem ??= error;
      scanner.skipWord();
    }
  }
  if (scanner.atLineEnd()) return undefined;
  const isNumbered = /^\d+$/.test(type);
  const info = isNumbered ? scanner.word() : remainingWords(scanner);
  return { type, info, devices: isNumbered ? remainingWords(scanner) : "", counts, problem };
}

function remainingWords(scanner: Scanner): string {
  return scanner.line().trim().split(/\s+/).join(" ");
}
