import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import xfs from "../../src/collectors/xfs.ts";
import { collect } from "../support/collect.ts";
import { loopMount, loopMountObstacle } from "../support/loop-mount.ts";
import { hostTree } from "../support/tree.ts";

const STATS = `extent_alloc 11 12 13 14
blk_map 1 2 3 4 5 6 7
rw 31 32
vnodes 1 2 3 4 5 6 7 8
`;

test("gives the numbers of each file system, those of missing lines as zeros", async () => {
  const paths = hostTree({
    "sys/fs/xfs/sdb1/stats/stats": STATS,
    "sys/fs/xfs/dm-0/stats/stats": "rw 41 42\n",
    // Sums over all file systems, which are not shown.
    "sys/fs/xfs/stats/stats": "rw 1 1\n",
  });
  const { status, families } = await collect(xfs, { paths });
  expect(status).toBe("ok");
  expect(families.size).toBe(39);
  expect(families.get("node_xfs_write_calls_total")).toBe(
    '# TYPE node_xfs_write_calls_total counter\nnode_xfs_write_calls_total{device="dm-0"} 41\nnode_xfs_write_calls_total{device="sdb1"} 31\n',
  );
  expect(families.get("node_xfs_read_calls_total")).toContain('{device="sdb1"} 32\n');
  expect(families.get("node_xfs_extent_allocation_blocks_freed_total")).toContain(
    '{device="dm-0"} 0\nnode_xfs_extent_allocation_blocks_freed_total{device="sdb1"} 14\n',
  );
  expect(families.get("node_xfs_block_mapping_extent_list_compares_total")).toContain('{device="sdb1"} 7\n');
  expect(families.get("node_xfs_vnode_remove_total")).toContain('{device="sdb1"} 7\n');
});

test("is content without file systems", async () => {
  const { status, text } = await collect(xfs, { paths: hostTree({}) });
  expect([status, text]).toEqual(["ok", ""]);
});

test("a file that cannot be parsed costs no other file system", async () => {
  const paths = hostTree({ "sys/fs/xfs/a/stats/stats": "rw 1\n", "sys/fs/xfs/b/stats/stats": "rw 1 2\n" });
  const { status, message, families } = await collect(xfs, { paths });
  expect(status).toBe("ok");
  expect(message).toContain('a/stats/stats: rw has 1 numbers, expected 2 in "rw 1"');
  expect(families.get("node_xfs_read_calls_total")).toContain('{device="b"} 2\n');
});

test("refuses to start without sysfs", async () => {
  const paths = { ...hostTree({}), sysfs: "/nonexistent" };
  await expect(collect(xfs, { paths })).rejects.toThrow(
    new ConfigurationError("--path.sysfs: /nonexistent does not exist"),
  );
});

const obstacle = loopMountObstacle("xfs");

test.skipIf(obstacle !== undefined)(`counts on a mounted file system (${obstacle ?? "as root"})`, async () => {
  const mount = await loopMount({ fileSystem: "xfs", images: 1, mebibytes: 512 });
  mount.run("sh", "-c", `echo hello > '${mount.mountPoint}/file' && cat '${mount.mountPoint}/file'`);
  const { status, families } = await collect(xfs);
  expect(status).toBe("ok");
  expect(families.size).toBe(39);
  const calls = (name: string) =>
    Number(new RegExp(`device="${mount.devices[0]}"} (.*)`).exec(families.get(name) ?? "")?.[1]);
  expect(calls("node_xfs_write_calls_total")).toBeGreaterThan(0);
  expect(calls("node_xfs_read_calls_total")).toBeGreaterThan(0);
  expect(calls("node_xfs_directory_operation_create_total")).toBe(1);
});
