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

/** The numbers of the CPUs in such a heading, column by column; moves past it. */
export function readCpuNumbers(scanner: Scanner): readonly number[] {
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const cpus: number[] = [];
    for (scanner.skipBlanks(); scanner.accept("CPU"); scanner.skipBlanks()) cpus.push(scanner.uint());
    if (cpus.length === 0) continue;
    if (!scanner.atLineEnd()) throw scanner.error("not a number of a CPU");
    scanner.nextLine();
    return cpus;
  }
  throw scanner.error("no header");
}
