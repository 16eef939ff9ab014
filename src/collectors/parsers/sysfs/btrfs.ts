import { Scanner } from "../scanner.ts";

/** Transaction commits of a btrfs file system since it was mounted; times in milliseconds. */
export interface CommitStats {
  readonly commits: number;
  readonly lastMs: number;
  readonly maxMs: number;
  readonly totalMs: number;
}

/** Parses `commit_stats` (Linux 6.0 and later). */
export function parseCommitStats(bytes: Buffer, path: string): CommitStats {
  const scanner = new Scanner(bytes, path);
  const values = new Map<string, number>();
  for (; !scanner.atEnd(); scanner.nextLine()) values.set(scanner.word(), scanner.uint());
  return {
    commits: values.get("commits") ?? 0,
    lastMs: values.get("last_commit_ms") ?? 0,
    maxMs: values.get("max_commit_ms") ?? 0,
    totalMs: values.get("total_commit_ms") ?? 0,
  };
}

/** Bytes on disk for a byte of data in a block group of this layout; 0 for one that is not known. */
export function allocationRatio(layout: string, devices: number): number {
  switch (layout) {
    case "single":
    case "raid0":
      return 1;
    case "dup":
    case "raid1":
    case "raid10":
      return 2;
    case "raid1c3":
      return 3;
    case "raid1c4":
      return 4;
    case "raid5":
      return devices / (devices - 1);
    case "raid6":
      return devices / (devices - 2);
    default:
      return 0;
  }
}
