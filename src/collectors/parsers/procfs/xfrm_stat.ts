import { Scanner } from "../scanner.ts";

/** Parses /proc/net/xfrm_stat (Documentation/networking/xfrm_proc.rst): packets by the kernel's name of an outcome. */
export function parseXfrmStat(bytes: Buffer, path: string): ReadonlyMap<string, number> {
  const scanner = new Scanner(bytes, path);
  const counters = new Map<string, number>();
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const name = scanner.word();
    counters.set(name, scanner.int());
    if (!scanner.atLineEnd()) throw scanner.error("more than a name and a number");
  }
  return counters;
}
