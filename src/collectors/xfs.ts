import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { counter, familiesIn, type Family } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseXfsStats, type XfsStats } from "./parsers/sysfs/xfs_stats.ts";

type DeviceFamily = Family<readonly ["device"]>;

const count = (name: string, help: string): DeviceFamily => counter(`node_xfs_${name}_total`, help, "device");

/** Families in the order of the numbers of each line. */
const LINES: readonly (readonly [key: string, families: readonly DeviceFamily[]])[] = [
  [
    "extent_alloc",
    [
      count("extent_allocation_extents_allocated", "Extents allocated."),
      count("extent_allocation_blocks_allocated", "Blocks allocated."),
      count("extent_allocation_extents_freed", "Extents given back."),
      count("extent_allocation_blocks_freed", "Blocks given back."),
    ],
  ],
  [
    "abt",
    [
      count("allocation_btree_lookups", "Lookups in the free-space B-trees."),
      count("allocation_btree_compares", "Record comparisons in the free-space B-trees."),
      count("allocation_btree_records_inserted", "Records added to the free-space B-trees."),
      count("allocation_btree_records_deleted", "Records taken out of the free-space B-trees."),
    ],
  ],
  [
    "blk_map",
    [
      count("block_mapping_reads", "Block map lookups for reading."),
      count("block_mapping_writes", "Block map operations for writing."),
      count("block_mapping_unmaps", "Block map removals."),
      count("block_mapping_extent_list_insertions", "Extents added to in-core extent lists."),
      count("block_mapping_extent_list_deletions", "Extents taken out of in-core extent lists."),
      count("block_mapping_extent_list_lookups", "Searches of in-core extent lists."),
      count("block_mapping_extent_list_compares", "Comparisons during searches of in-core extent lists."),
    ],
  ],
  [
    "bmbt",
    [
      count("block_map_btree_lookups", "Lookups in the block map B-trees."),
      count("block_map_btree_compares", "Record comparisons in the block map B-trees."),
      count("block_map_btree_records_inserted", "Records added to the block map B-trees."),
      count("block_map_btree_records_deleted", "Records taken out of the block map B-trees."),
    ],
  ],
  [
    "dir",
    [
      count("directory_operation_lookup", "Name lookups that missed the kernel's name cache."),
      count("directory_operation_create", "Directory entries made."),
      count("directory_operation_remove", "Directory entries removed."),
      count("directory_operation_getdents", "Calls that listed a directory."),
    ],
  ],
  [
    "ig",
    [
      count("inode_operation_attempts", "Inode cache lookups."),
      count("inode_operation_found", "Inode cache lookups that found the inode."),
      count("inode_operation_recycled", "Inodes found in the cache while they were being reclaimed."),
      count("inode_operation_missed", "Inode cache lookups that had to read the inode."),
      count("inode_operation_duplicates", "Inodes that another task added to the cache first."),
      count("inode_operation_reclaims", "Inodes removed from the cache for reuse of their memory."),
      count("inode_operation_attribute_changes", "Explicit changes of inode attributes."),
    ],
  ],
  ["rw", [count("write_calls", "write(2) calls on files."), count("read_calls", "read(2) calls on files.")]],
  [
    "vnodes",
    [
      count("vnode_active", "Vnodes that are not on a free list."),
      count("vnode_allocate", "Calls that allocated a vnode."),
      count("vnode_get", "Calls that took a vnode from a free list."),
      count("vnode_hold", "Calls that took a reference on a vnode."),
      count("vnode_release", "Calls that dropped a reference on a vnode."),
      count("vnode_reclaim", "Calls that reclaimed a vnode."),
      count("vnode_remove", "Calls that removed a vnode."),
    ],
  ],
];

export default defineCollector({
  name: "xfs",
  summary: "XFS file system statistics from /sys/fs/xfs.",
  enabledByDefault: true,
  families: familiesIn(LINES),
  sources: [sysfs("fs/xfs/*/stats/stats"), kernelOption("CONFIG_XFS_FS")],
  flags: {},
  create({ host, skip }) {
    requireDirectory("path.procfs", host.proc);
    requireDirectory("path.sysfs", host.sys);
    return (emit) => {
      eachDevice(
        host.sys.glob("fs/xfs/*/stats/stats"),
        (path) => host.sys.exists(path),
        (path) => emitStats(emit, deviceOf(path), parseXfsStats(host.sys.read(path), host.sys.resolve(path), skip)),
        skip,
      );
    };
  },
});

function deviceOf(path: string): string {
  const [, , device = ""] = path.split("/");
  return device;
}

/** A line that an old kernel does not print counts as zeros. */
function emitStats(emit: Emit, device: string, stats: XfsStats): void {
  for (const [key, families] of LINES) {
    const numbers = stats.has(key) ? stats.get(key) : [];
    if (numbers === undefined) continue;
    for (const [index, family] of families.entries()) emit(family, numbers[index] ?? 0, device);
  }
}
