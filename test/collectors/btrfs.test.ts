import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import btrfs from "../../src/collectors/btrfs.ts";
import { collect } from "../support/collect.ts";
import { loopMount, loopMountObstacle } from "../support/loop-mount.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const UUID = "0a0a0a0a-1111-2222-3333-444444444444";
const FOLDER = `sys/fs/btrfs/${UUID}`;

test("gives what sysfs knows, with zeros for what it does not", async () => {
  const paths = hostTree({
    [`${FOLDER}/label`]: "my data\n",
    [`${FOLDER}/devices/sda1/size`]: "2048\n",
    [`${FOLDER}/devices/missing/`]: "",
    [`${FOLDER}/allocation/data/bytes_reserved`]: "7\n",
    [`${FOLDER}/allocation/data/single/total_bytes`]: "100\n",
    [`${FOLDER}/allocation/data/single/used_bytes`]: "60\n",
    [`${FOLDER}/allocation/data/raid5/total_bytes`]: "10\n",
    "sys/fs/btrfs/features/": "",
  });
  const { status, text } = await collect(btrfs, { paths });
  expect(status).toBe("ok");
  const u = `uuid="${UUID}"`;
  expect(samplesOf(text)).toEqual([
    `node_btrfs_allocation_ratio{block_group_type="data",mode="raid5",${u}} 2`,
    `node_btrfs_allocation_ratio{block_group_type="data",mode="single",${u}} 1`,
    `node_btrfs_commit_seconds_total{${u}} 0`,
    `node_btrfs_commits_total{${u}} 0`,
    `node_btrfs_device_size_bytes{device="missing",${u}} 0`,
    `node_btrfs_device_size_bytes{device="sda1",${u}} 1.048576e+06`,
    `node_btrfs_global_rsv_size_bytes{${u}} 0`,
    `node_btrfs_info{label="my data",${u}} 1`,
    `node_btrfs_last_commit_seconds{${u}} 0`,
    `node_btrfs_max_commit_seconds{${u}} 0`,
    `node_btrfs_reserved_bytes{block_group_type="data",${u}} 7`,
    `node_btrfs_reserved_bytes{block_group_type="metadata",${u}} 0`,
    `node_btrfs_reserved_bytes{block_group_type="system",${u}} 0`,
    `node_btrfs_size_bytes{block_group_type="data",mode="raid5",${u}} 10`,
    `node_btrfs_size_bytes{block_group_type="data",mode="single",${u}} 100`,
    `node_btrfs_used_bytes{block_group_type="data",mode="raid5",${u}} 0`,
    `node_btrfs_used_bytes{block_group_type="data",mode="single",${u}} 60`,
  ]);
});

test("a metadata identifier takes the place of the folder's name", async () => {
  const own = "bbbbbbbb-1111-2222-3333-444444444444";
  const paths = hostTree({ [`${FOLDER}/metadata_uuid`]: `${own}\n`, [`${FOLDER}/devices/`]: "" });
  const { text } = await collect(btrfs, { paths });
  expect(text).toContain(`uuid="${own}"`);
  expect(text).not.toContain(UUID);
});

test("is content without file systems", async () => {
  const { status, text } = await collect(btrfs, { paths: hostTree({ "sys/fs/btrfs/features/": "" }) });
  expect([status, text]).toEqual(["ok", ""]);
});

test.each([
  ["without devices", {}, "ENOENT"],
  ["with a bad number", { [`${FOLDER}/allocation/global_rsv_size`]: "much\n" }, '"much" is not a number'],
  ["with bad commits", { [`${FOLDER}/commit_stats`]: "commits\n" }, 'commit_stats: "" is not a number'],
])("a file system %s is shown as far as it can be read", async (problem, files, message) => {
  const other = "sys/fs/btrfs/ffffffff-1111-2222-3333-444444444444";
  const devices = problem === "without devices" ? {} : { [`${FOLDER}/devices/`]: "" };
  const paths = hostTree({ [`${FOLDER}/label`]: "\n", ...devices, ...files, [`${other}/devices/`]: "" });
  const result = await collect(btrfs, { paths });
  expect([result.status, result.message]).toEqual(["ok", expect.stringContaining(message)]);
  expect(result.text).toContain('node_btrfs_info{label="",uuid="ffffffff-1111-2222-3333-444444444444"} 1\n');
});

test("a mount that is no btrfs, or gone, leaves sysfs to answer", async () => {
  const paths = hostTree({
    [`${FOLDER}/devices/sda1/size`]: "1\n",
    "proc/self/mountinfo": "1 0 0:1 / /plain rw - btrfs /dev/sda1 rw\n2 1 0:2 / /gone rw - btrfs /dev/sdb1 rw\n",
    "plain/": "",
  });
  const { status, text, logs } = await collect(btrfs, { paths });
  expect(status).toBe("ok");
  expect(text).toContain(`node_btrfs_device_size_bytes{device="sda1",uuid="${UUID}"} 512\n`);
  expect(logs).toEqual([expect.stringContaining("not the root of a subvolume"), expect.stringContaining("ENOENT")]);
});

const obstacle = loopMountObstacle("btrfs");

test.skipIf(obstacle !== undefined)(
  `agrees with btrfs-progs on a mounted RAID 1 (${obstacle ?? "as root"})`,
  async () => {
    const makeOptions = ["--label", "mirror one", "--data", "raid1", "--metadata", "raid1"];
    const mount = await loopMount({ fileSystem: "btrfs", images: 2, mebibytes: 256, makeOptions });
    mount.run("sh", "-c", `head -c 5000000 /dev/zero > '${mount.mountPoint}/file' && sync -f '${mount.mountPoint}'`);
    const shown = mount.run("btrfs", "filesystem", "show", "--raw", mount.mountPoint);
    const uuid = /uuid: (\S+)/.exec(shown)?.[1] ?? "";
    // The mounts of the namespace, as process 1 of a host would see them.
    const { procfs } = hostTree({ "proc/1/": "" });
    writeFileSync(join(procfs, "1/mountinfo"), readFileSync(`/proc/${mount.pid}/mountinfo`));
    const { status, text, logs } = await collect(btrfs, { paths: { procfs, rootfs: `/proc/${mount.pid}/root` } });
    expect([status, logs]).toEqual(["ok", []]);
    const lines = samplesOf(text).filter((line) => line.includes(uuid));
    const value = (name: string, ...labels: readonly string[]) => {
      const line = lines.find((each) => each.startsWith(`${name}{`) && labels.every((label) => each.includes(label)));
      return Number(line?.split(" ").at(-1));
    };
    expect(lines).toContain(`node_btrfs_info{label="mirror one",uuid="${uuid}"} 1`);
    expect(value("node_btrfs_commits_total")).toBeGreaterThan(0);
    expect(value("node_btrfs_allocation_ratio", 'block_group_type="data"', 'mode="raid1"')).toBe(2);
    expect(value("node_btrfs_used_bytes", 'block_group_type="data"')).toBeGreaterThan(4_999_999);
    for (const device of mount.devices) {
      const [, size, used] = new RegExp(`size (\\d+) used (\\d+) path /dev/${device}\n`).exec(shown) ?? [];
      const label = `device="${device}"`;
      expect(value("node_btrfs_device_size_bytes", label, "btrfs_dev_uuid=")).toBe(Number(size));
      expect(value("node_btrfs_device_unused_bytes", label)).toBe(Number(size) - Number(used));
      for (const type of ["write", "read", "flush", "corruption", "generation"])
        expect(value("node_btrfs_device_errors_total", label, `type="${type}"`)).toBe(0);
    }
  },
);
