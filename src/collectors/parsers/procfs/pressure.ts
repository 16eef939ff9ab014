import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** Stall time of one line of a /proc/pressure file. */
export interface PressureLine {
  /** Share of the last 10, 60 and 300 seconds, in percent. */
  readonly avg10: number;
  readonly avg60: number;
  readonly avg300: number;
  /** Microseconds since boot. */
  readonly total: number;
}

/** A file of /proc/pressure (Linux 4.20). */
interface Pressure {
  /** Some task was stalled; not in `irq`. */
  readonly some: PressureLine | undefined;
  /** All tasks were stalled at once; in `cpu` from Linux 5.13. */
  readonly full: PressureLine | undefined;
}

/** Parses the format of psi_show (kernel/sched/psi.c); lines of other kinds are left out. */
export function parsePressure(bytes: Buffer, path: string, skip: Skip = allOrNone): Pressure {
  const scanner = new Scanner(bytes, path);
  let some: PressureLine | undefined;
  let full: PressureLine | undefined;
  readLines(scanner, skip, () => {
    const kind = scanner.word();
    if (kind === "some") some = parseLine(scanner);
    else if (kind === "full") full = parseLine(scanner);
    else return false;
    return true;
  });
  return { some, full };
}

function parseLine(scanner: Scanner): PressureLine {
  expectKey(scanner, "avg10=");
  const avg10 = scanner.float();
  expectKey(scanner, "avg60=");
  const avg60 = scanner.float();
  expectKey(scanner, "avg300=");
  const avg300 = scanner.float();
  expectKey(scanner, "total=");
  return { avg10, avg60, avg300, total: scanner.uint() };
}

function expectKey(scanner: Scanner, key: string): void {
  scanner.skipBlanks();
  if (!scanner.accept(key)) throw scanner.error(`no ${key}`);
}
