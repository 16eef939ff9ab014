import { readBtrfsDevices, type BtrfsDevice } from "./btrfs/devices.ts";
import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { counter, type Family, gauge, type LabelValues, openGauge } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, procfs, rootfs, sysfs, systemCall } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { parseMountinfo } from "./parsers/procfs/mountinfo.ts";
import { parseUint } from "./parsers/numbers.ts";
import type { Skip } from "./parsers/skip.ts";
import { allocationRatio, parseCommitStats, type CommitStats } from "./parsers/sysfs/btrfs.ts";

const info = gauge("node_btrfs_info", "Label of a btrfs file system; always 1.", "uuid", "label");
const globalReserve = gauge(
  "node_btrfs_global_rsv_size_bytes",
  "Size of the global reserve of the file system.",
  "uuid",
);
const commits = counter("node_btrfs_commits_total", "Transactions committed since the mount.", "uuid");
const lastCommit = gauge("node_btrfs_last_commit_seconds", "Duration of the last commit.", "uuid");
const maxCommit = gauge("node_btrfs_max_commit_seconds", "Duration of the longest commit since it was reset.", "uuid");
const commitTime = counter("node_btrfs_commit_seconds_total", "Time spent on commits since the mount.", "uuid");
const reserved = gauge(
  "node_btrfs_reserved_bytes",
  "Bytes reserved for writers by type of block group.",
  "uuid",
  "block_group_type",
);
const used = gauge(
  "node_btrfs_used_bytes",
  "Bytes in use by type and layout of block group.",
  "uuid",
  "block_group_type",
  "mode",
);
const size = gauge(
  "node_btrfs_size_bytes",
  "Bytes allocated to block groups by type and layout.",
  "uuid",
  "block_group_type",
  "mode",
);
const ratio = gauge(
  "node_btrfs_allocation_ratio",
  "Bytes on disk per byte of data by type and layout of block group.",
  "uuid",
  "block_group_type",
  "mode",
);
const deviceSize = openGauge("node_btrfs_device_size_bytes", "Size of a member device.");
const deviceUnused = gauge(
  "node_btrfs_device_unused_bytes",
  "Bytes of a member device that are not allocated to a block group.",
  "uuid",
  "device",
  "btrfs_dev_uuid",
);
const deviceErrors = counter(
  "node_btrfs_device_errors_total",
  "Errors of a member device by type.",
  "uuid",
  "device",
  "btrfs_dev_uuid",
  "type",
);

const BLOCK_GROUP_TYPES = ["data", "metadata", "system"] as const;
const ERROR_TYPES = ["write", "read", "flush", "corruption", "generation"] as const;
const SECTOR_BYTES = 512;
const MILLISECONDS = 1000;
/** The kernel prints it since Linux 6.0. */
const NO_COMMITS: CommitStats = { commits: 0, lastMs: 0, maxMs: 0, totalMs: 0 };

export default defineCollector({
  name: "btrfs",
  summary: "Btrfs file system and device statistics from /sys/fs/btrfs and the mounted file systems.",
  enabledByDefault: true,
  families: [
    info,
    globalReserve,
    commits,
    lastCommit,
    maxCommit,
    commitTime,
    reserved,
    used,
    size,
    ratio,
    deviceSize,
    deviceUnused,
    deviceErrors,
  ],
  sources: [
    sysfs("fs/btrfs/**"),
    procfs("1/mountinfo"),
    procfs("self/mountinfo"),
    rootfs("**", deviceSize, deviceUnused, deviceErrors),
    systemCall("ioctl(BTRFS_IOC_FS_INFO)", deviceSize, deviceUnused, deviceErrors),
    kernelOption("CONFIG_BTRFS_FS"),
  ],
  flags: {},
  create(context) {
    const { host, skip } = context;
    const { proc, sys } = host;
    requireDirectory("path.sysfs", sys);
    const lists = { init: proc.file("1/mountinfo", parseMountinfo), self: proc.file("self/mountinfo", parseMountinfo) };
    const leftOut = (mountpoint: string, reason: string) =>
      context.log("debug", "btrfs mount left out", { mountpoint, err: reason });
    return (emit) => {
      const paths = sys.glob("fs/btrfs/*-*");
      if (paths.length === 0) return;
      const asked = readBtrfsDevices(host, lists, leftOut);
      eachDevice(
        paths,
        (path) => sys.exists(path),
        (path) => emitFileSystem(emit, sys, path, asked, skip),
        skip,
      );
    };
  },
});

function emitFileSystem(
  emit: Emit,
  sys: Tree,
  path: string,
  asked: ReadonlyMap<string, readonly BtrfsDevice[]>,
  skip: Skip,
): void {
  const uuid = text(sys, `${path}/metadata_uuid`) || path.slice(path.lastIndexOf("/") + 1);
  const members = readOrSkip(skip, () => sys.list(`${path}/devices`));
  emit(info, 1, uuid, text(sys, `${path}/label`));
  emitNumber(emit, globalReserve, sys, `${path}/allocation`, "global_rsv_size", uuid);
  const commits = readOrSkip(skip, () => readCommits(sys, `${path}/commit_stats`));
  if (commits !== undefined) emitCommits(emit, commits, uuid);
  for (const type of BLOCK_GROUP_TYPES)
    readOrSkip(skip, () => emitAllocation(emit, sys, `${path}/allocation/${type}`, uuid, type, members?.length));
  // With a metadata identifier of its own the file system answers by another name than its directory's.
  const devices = asked.get(uuid.replaceAll("-", ""));
  if (devices !== undefined) emitDevices(emit, devices, uuid);
  else for (const member of members ?? []) emitMember(emit, sys, `${path}/devices/${member}`, uuid, member);
}

function emitCommits(emit: Emit, stats: CommitStats, uuid: string): void {
  emit(commits, stats.commits, uuid);
  emit(lastCommit, stats.lastMs / MILLISECONDS, uuid);
  emit(maxCommit, stats.maxMs / MILLISECONDS, uuid);
  emit(commitTime, stats.totalMs / MILLISECONDS, uuid);
}

/**
 * File systems with mixed block groups have no directories for data and metadata. `devices`: undefined where they cannot
 * be listed.
 */
function emitAllocation(
  emit: Emit,
  sys: Tree,
  path: string,
  uuid: string,
  type: string,
  devices: number | undefined,
): void {
  emitNumber(emit, reserved, sys, path, "bytes_reserved", uuid, type);
  if (!sys.exists(path)) return;
  for (const { name, kind } of sys.entries(path)) {
    if (kind !== "directory") continue;
    emitNumber(emit, used, sys, `${path}/${name}`, "used_bytes", uuid, type, name);
    emitNumber(emit, size, sys, `${path}/${name}`, "total_bytes", uuid, type, name);
    if (devices !== undefined) emit(ratio, allocationRatio(name, devices), uuid, type, name);
  }
}

/** An attribute that this kernel does not have counts as zero. */
function emitNumber<const L extends readonly string[]>(
  emit: Emit,
  family: Family<L>,
  sys: Tree,
  path: string,
  attribute: string,
  ...labels: LabelValues<L>
): void {
  const value = sys.directory(path).parsedIf(attribute, parseUint, undefined, 0);
  if (value !== undefined) emit(family, value, ...labels);
}

function emitDevices(emit: Emit, devices: readonly BtrfsDevice[], uuid: string): void {
  for (const { info: each, stats } of devices) {
    const device = each.path.slice(each.path.lastIndexOf("/") + 1);
    emit.pairs(deviceSize, each.total, ["uuid", "device", "btrfs_dev_uuid"], [uuid, device, each.uuid]);
    emit(deviceUnused, each.unused, uuid, device, each.uuid);
    for (const type of ERROR_TYPES) emit(deviceErrors, stats[type], uuid, device, each.uuid, type);
  }
}

function emitMember(emit: Emit, sys: Tree, path: string, uuid: string, device: string): void {
  const sectors = sys.directory(path).parsedIf("size", parseUint, undefined, 0);
  if (sectors !== undefined) emit.pairs(deviceSize, sectors * SECTOR_BYTES, ["uuid", "device"], [uuid, device]);
}

function readCommits(sys: Tree, path: string): CommitStats {
  const bytes = sys.readIf(path);
  return bytes === undefined ? NO_COMMITS : parseCommitStats(bytes, sys.resolve(path));
}

function text(sys: Tree, path: string): string {
  return sys.attributeIf(path) ?? "";
}
