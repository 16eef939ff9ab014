import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** Numbers of every known line of an XFS stats file by the line's first word; undefined for one that cannot be read. */
export type XfsStats = ReadonlyMap<string, readonly number[] | undefined>;

/** How many numbers a line has at least (fs/xfs/xfs_stats.c). Lines that are not named here are passed over. */
const COLUMNS: ReadonlyMap<string, number> = new Map([
  ["extent_alloc", 4],
  ["abt", 4],
  ["blk_map", 7],
  ["bmbt", 4],
  ["dir", 4],
  ["trans", 3],
  ["ig", 7],
  ["log", 5],
  ["push_ail", 10],
  ["xstrat", 2],
  ["rw", 2],
  ["attr", 4],
  ["icluster", 3],
  // The eighth counts inodes freed; some distributions' kernels leave it out.
  ["vnodes", 7],
  ["buf", 9],
  ["xpc", 3],
  ["debug", 1],
]);

/** Parses /sys/fs/xfs/DEVICE/stats/stats. */
export function parseXfsStats(bytes: Buffer, path: string, skip: Skip = allOrNone): XfsStats {
  const scanner = new Scanner(bytes, path);
  const lines = new Map<string, readonly number[] | undefined>();
  readLines(scanner, skip, () => {
    const key = scanner.word();
    const fewest = COLUMNS.get(key);
    if (fewest === undefined) return false;
    lines.set(key, undefined);
    lines.set(key, parseNumbers(scanner, key, fewest));
    return true;
  });
  return lines;
}

function parseNumbers(scanner: Scanner, key: string, fewest: number): readonly number[] {
  const numbers: number[] = [];
  while (!scanner.atLineEnd()) numbers.push(scanner.uint());
  if (numbers.length < fewest) throw scanner.error(`${key} has ${numbers.length} numbers, expected ${fewest}`);
  return numbers;
}
