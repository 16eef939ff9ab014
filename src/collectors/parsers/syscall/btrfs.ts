/** Requests and structs of include/uapi/linux/btrfs.h; the numbers are those of x86, ARM and RISC-V. */
export const FS_INFO_REQUEST = 0x8400_941f;
export const FS_INFO_BYTES = 1024;
export const DEV_INFO_REQUEST = 0xd000_941e;
export const DEV_INFO_BYTES = 4096;
export const DEV_STATS_REQUEST = 0xc408_9434;
const DEV_STATS_BYTES = 1032;

/** struct btrfs_ioctl_fs_info_args. */
interface BtrfsFsInfo {
  readonly maxId: number;
  readonly devices: number;
  /** 32 hexadecimal digits. */
  readonly fsid: string;
}

/** struct btrfs_ioctl_dev_info_args. */
export interface BtrfsDevInfo {
  /** In the form with dashes; `<zero>` when it is all zeros. */
  readonly uuid: string;
  /** Bytes that are given to chunks; `unused` is the rest, modulo 2^64 as the kernel counts. */
  readonly total: number;
  readonly unused: number;
  /** Path of the block device; empty for one that is missing. */
  readonly path: string;
}

/** struct btrfs_ioctl_get_dev_stats: errors since the last reset. */
export interface BtrfsDevStats {
  readonly write: number;
  readonly read: number;
  readonly flush: number;
  readonly corruption: number;
  readonly generation: number;
}

export function parseBtrfsFsInfo(struct: Buffer): BtrfsFsInfo {
  return { maxId: uint64(struct, 0), devices: uint64(struct, 8), fsid: struct.toString("hex", 16, 32) };
}

/** The argument of a request about one device: its number, all else zero. */
export function encodeBtrfsDeviceId(id: number, bytes: number): Buffer {
  const struct = Buffer.alloc(bytes);
  struct.writeBigUInt64LE(BigInt(id), 0);
  return struct;
}

const PATH = 3072;

export function parseBtrfsDevInfo(struct: Buffer): BtrfsDevInfo {
  const used = struct.readBigUInt64LE(24);
  const total = struct.readBigUInt64LE(32);
  const end = struct.indexOf(0, PATH);
  return {
    uuid: dashed(struct.toString("hex", 8, 24)),
    total: Number(total),
    unused: Number(BigInt.asUintN(64, total - used)),
    path: struct.toString("utf8", PATH, end < 0 ? DEV_INFO_BYTES : end),
  };
}

const VALUES = 24;

/** The argument of the request for statistics: which device, and how many values there is room for. */
export function encodeBtrfsDevStats(id: number): Buffer {
  const struct = encodeBtrfsDeviceId(id, DEV_STATS_BYTES);
  struct.writeBigUInt64LE(5n, 8);
  return struct;
}

export function parseBtrfsDevStats(struct: Buffer): BtrfsDevStats {
  return {
    write: uint64(struct, VALUES),
    read: uint64(struct, VALUES + 8),
    flush: uint64(struct, VALUES + 16),
    corruption: uint64(struct, VALUES + 24),
    generation: uint64(struct, VALUES + 32),
  };
}

function uint64(struct: Buffer, at: number): number {
  return Number(struct.readBigUInt64LE(at));
}

function dashed(digits: string): string {
  if (/^0+$/.test(digits)) return "<zero>";
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
