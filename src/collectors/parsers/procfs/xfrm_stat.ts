import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** Parses /proc/net/xfrm_stat (Documentation/networking/xfrm_proc.rst): packets by the kernel's name of an outcome. */
export function parseXfrmStat(bytes: Buffer, path: string, skip: Skip = allOrNone): ReadonlyMap<string, number> {
  const scanner = new Scanner(bytes, path);
  const counters = new Map<string, number>();
  readLines(scanner, skip, () => {
    const name = scanner.word();
    counters.set(name, scanner.int());
  });
  return counters;
}
