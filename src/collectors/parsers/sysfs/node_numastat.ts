import { Scanner } from "../scanner.ts";

/** Parses /sys/devices/system/node/nodeN/numastat (Documentation/admin-guide/numastat.rst): allocations by outcome. */
export function parseNodeNumastat(bytes: Buffer, path: string): ReadonlyMap<string, number> {
  const scanner = new Scanner(bytes, path);
  const counters = new Map<string, number>();
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (scanner.atLineEnd()) continue;
    const name = scanner.word();
    counters.set(name, scanner.uint());
    if (!scanner.atLineEnd()) throw scanner.error("more than a name and a number");
  }
  return counters;
}
