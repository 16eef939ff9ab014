import { Scanner } from "../scanner.ts";

/** Numbers of each known line of an XFS stats file by the line's first word. */
export type XfsStats = ReadonlyMap<string, readonly number[]>;

/** How many numbers a line has (fs/xfs/xfs_stats.c), fewest and most. Lines that are not named here are skipped. */
const COLUMNS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["extent_alloc", [4, 4]],
  ["abt", [4, 4]],
  ["blk_map", [7, 7]],
  ["bmbt", [4, 4]],
  ["dir", [4, 4]],
  ["trans", [3, 3]],
  ["ig", [7, 7]],
  ["log", [5, 5]],
  ["push_ail", [10, 10]],
  ["xstrat", [2, 2]],
  ["rw", [2, 2]],
  ["attr", [4, 4]],
  ["icluster", [3, 3]],
  // The eighth counts inodes freed; some distributions' kernels leave it out.
  ["vnodes", [7, 8]],
  ["buf", [9, 9]],
  ["xpc", [3, 3]],
  ["debug", [1, 1]],
]);

/** Parses /sys/fs/xfs/DEVICE/stats/stats. */
export function parseXfsStats(bytes: Buffer, path: string): XfsStats {
  const scanner = new Scanner(bytes, path);
  const lines = new Map<string, readonly number[]>();
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const key = scanner.word();
    const columns = COLUMNS.get(key);
    if (columns !== undefined) lines.set(key, parseNumbers(scanner, key, columns));
  }
  return lines;
}

function parseNumbers(scanner: Scanner, key: string, [fewest, most]: readonly [number, number]): readonly number[] {
  const numbers: number[] = [];
  while (!scanner.atLineEnd()) numbers.push(scanner.uint());
  if (numbers.length < fewest || numbers.length > most)
    throw scanner.error(`${key} has ${numbers.length} numbers, expected ${most}`);
  return numbers;
}
