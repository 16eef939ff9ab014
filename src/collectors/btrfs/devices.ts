import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { errnoOf, messageOf } from "../kit/errors.ts";
import type { Host, Native, ParsedFile } from "../kit/host.ts";
import { isReachable } from "../parsers/procfs/mount_tree.ts";
import type { Mount } from "../parsers/procfs/mountinfo.ts";
import {
  DEV_INFO_BYTES,
  DEV_INFO_REQUEST,
  DEV_STATS_REQUEST,
  encodeBtrfsDeviceId,
  encodeBtrfsDevStats,
  FS_INFO_BYTES,
  FS_INFO_REQUEST,
  parseBtrfsDevInfo,
  parseBtrfsDevStats,
  parseBtrfsFsInfo,
  type BtrfsDevInfo,
  type BtrfsDevStats,
} from "../parsers/syscall/btrfs.ts";

/** A member device as its file system sees it. */
export interface BtrfsDevice {
  readonly info: BtrfsDevInfo;
  readonly stats: BtrfsDevStats;
}

/** Mounts of this process's view, or of the first process's. */
interface MountLists {
  readonly init: ParsedFile<readonly Mount[]>;
  readonly self: ParsedFile<readonly Mount[]>;
}

/** Inode number of the root of every subvolume. */
const SUBVOLUME_ROOT = 256;

/** More device numbers than any file system has used up; a damaged one could claim 2^64. */
const MAX_DEVICE_ID = 65_536;

/**
 * Asks every mounted btrfs file system for its devices, one mount a source device; by file system identifier
 * in hexadecimal. A mount that cannot be asked is told to `skipped` and left out.
 */
export function readBtrfsDevices(
  host: Host,
  lists: MountLists,
  skipped: (mountPoint: string, reason: string) => void,
): ReadonlyMap<string, readonly BtrfsDevice[]> {
  const mounts = readMounts(lists, skipped);
  const found = new Map<string, readonly BtrfsDevice[]>();
  const done = new Set<string>();
  for (const mount of mounts) {
    if (mount.fsType !== "btrfs" || done.has(mount.source) || !isReachable(mount, mounts)) continue;
    try {
      const { fsid, devices } = askMount(host, mount);
      found.set(fsid, devices);
      done.add(mount.source);
    } catch (error) {
      skipped(mount.mountPoint, messageOf(error));
    }
  }
  return found;
}

/**
 * Process 1 sees the host's mounts where the exporter has a mount namespace of its own.
 * Without a list nothing is asked, and what sysfs knows has to do.
 */
function readMounts(
  { init, self }: MountLists,
  skipped: (mountPoint: string, reason: string) => void,
): readonly Mount[] {
  try {
    return init.readIf() ?? self.read();
  } catch (error) {
    skipped("", messageOf(error));
    return [];
  }
}

/** The descriptor is closed at once: a kept one would make the file system busy. */
function askMount(host: Host, mount: Mount): { fsid: string; devices: readonly BtrfsDevice[] } {
  const fd = openSync(hostPath(host.rootfs, mount), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NONBLOCK);
  try {
    if (fstatSync(fd).ino !== SUBVOLUME_ROOT) throw new Error("not the root of a subvolume");
    const struct = Buffer.alloc(FS_INFO_BYTES);
    host.native.ioctl(fd, FS_INFO_REQUEST, struct);
    const { fsid, maxId, devices } = parseBtrfsFsInfo(struct);
    return { fsid, devices: askDevices(host.native, fd, Math.min(maxId, MAX_DEVICE_ID), devices) };
  } finally {
    closeSync(fd);
  }
}

/** Numbers of devices have gaps where one was removed. */
function askDevices(native: Native, fd: number, maxId: number, count: number): readonly BtrfsDevice[] {
  const found: BtrfsDevice[] = [];
  for (let id = 0; id <= maxId && found.length < count; id++) {
    const info = askDevice(native, fd, id);
    if (info === undefined) continue;
    const struct = encodeBtrfsDevStats(id);
    native.ioctl(fd, DEV_STATS_REQUEST, struct);
    found.push({ info, stats: parseBtrfsDevStats(struct) });
  }
  return found;
}

function askDevice(native: Native, fd: number, id: number): BtrfsDevInfo | undefined {
  const struct = encodeBtrfsDeviceId(id, DEV_INFO_BYTES);
  try {
    native.ioctl(fd, DEV_INFO_REQUEST, struct);
  } catch (error) {
    if (errnoOf(error) === "ENODEV") return undefined;
    throw error;
  }
  return parseBtrfsDevInfo(struct);
}

/** The exact bytes of the mount point below the root; both may begin with the same path. */
function hostPath(rootfs: string, mount: Mount): Buffer {
  const root = rootfs === "/" ? "" : rootfs.replace(/\/+$/, "");
  const point = mount.mountPointBytes ?? Buffer.from(mount.mountPoint);
  const below = root !== "" && (mount.mountPoint === root || mount.mountPoint.startsWith(`${root}/`));
  return below ? point : Buffer.concat([Buffer.from(root), point]);
}
