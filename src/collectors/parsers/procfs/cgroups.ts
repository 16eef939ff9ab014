import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One controller of /proc/cgroups. */
interface CgroupSubsystem {
  readonly name: string;
  /** Number of the version 1 hierarchy; 0 when it is in none or in version 2. */
  readonly hierarchy: number;
  readonly cgroups: number;
  /** 1 unless switched off on the kernel's command line. */
  readonly enabled: number;
}

const HASH = 35;

/** Parses the table of proc_cgroupstats_show (kernel/cgroup/cgroup-v1.c); its header starts with `#`. */
export function parseCgroups(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly CgroupSubsystem[] {
  const scanner = new Scanner(bytes, path);
  const subsystems: CgroupSubsystem[] = [];
  readLines(scanner, skip, () => bytes[scanner.at] !== HASH && subsystems.push(parseRow(scanner)) > 0);
  return subsystems;
}

function parseRow(scanner: Scanner): CgroupSubsystem {
  return {
    name: scanner.word(),
    hierarchy: scanner.int(),
    cgroups: scanner.int(),
    enabled: scanner.int(),
  };
}
