import type { Scanner } from "../scanner.ts";

/** Moves past the heading of a table with a column a CPU, `CPU0 CPU1 …`, and returns the number of CPUs. */
export function countCpus(scanner: Scanner): number {
  for (; !scanner.atEnd(); scanner.nextLine()) {
    scanner.skipBlanks();
    if (!scanner.accept("CPU")) continue;
    let cpus = 0;
    for (; !scanner.atLineEnd(); cpus++) scanner.skipWord();
    scanner.nextLine();
    return cpus;
  }
  throw scanner.error("no header");
}
