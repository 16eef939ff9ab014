import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** Parses /sys/devices/system/node/nodeN/numastat (Documentation/admin-guide/numastat.rst): allocations by outcome. */
export function parseNodeNumastat(bytes: Buffer, path: string, skip: Skip = allOrNone): ReadonlyMap<string, number> {
  const scanner = new Scanner(bytes, path);
  const counters = new Map<string, number>();
  readLines(scanner, skip, () => void counters.set(scanner.word(), scanner.uint()));
  return counters;
}
