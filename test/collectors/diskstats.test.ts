import { join } from "node:path";
import { renameSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import diskstats from "../../src/collectors/diskstats.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, writeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const VDA = "254 0 vda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n";

function told(text: string): string[] {
  return samplesOf(text).filter((line) => /_(info|ata_\w+)\{/.test(line));
}

test("converts each column to its unit", async () => {
  const { status, text } = await collect(diskstats, {
    paths: hostTree({ "proc/diskstats": VDA, "run/udev/data/": "" }),
  });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_disk_discard_time_seconds_total{device="vda"} 0.015',
    'node_disk_discarded_sectors_total{device="vda"} 14',
    'node_disk_discards_completed_total{device="vda"} 12',
    'node_disk_discards_merged_total{device="vda"} 13',
    'node_disk_flush_requests_time_seconds_total{device="vda"} 0.017',
    'node_disk_flush_requests_total{device="vda"} 16',
    'node_disk_info{device="vda",major="254",minor="0",model="",path="",revision="",rotational="0",serial="",wwn=""} 1',
    'node_disk_io_now{device="vda"} 9',
    'node_disk_io_time_seconds_total{device="vda"} 0.01',
    'node_disk_io_time_weighted_seconds_total{device="vda"} 0.011',
    'node_disk_read_bytes_total{device="vda"} 1536',
    'node_disk_read_time_seconds_total{device="vda"} 0.004',
    'node_disk_reads_completed_total{device="vda"} 1',
    'node_disk_reads_merged_total{device="vda"} 2',
    'node_disk_write_time_seconds_total{device="vda"} 0.008',
    'node_disk_writes_completed_total{device="vda"} 5',
    'node_disk_writes_merged_total{device="vda"} 6',
    'node_disk_written_bytes_total{device="vda"} 3584',
  ]);
});

test("shows what udev and sysfs know, and follows changes", async () => {
  const paths = hostTree({
    "proc/diskstats": "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n253 1 dm-1 1 2 3 4 5 6 7 8 9 10 11\n",
    "sys/block/sda/queue/rotational": "1\n",
    "run/udev/data/b8:0":
      "E:ID_PATH=pci-1\nE:ID_WWN=0x5\nE:ID_MODEL=M\nE:ID_SERIAL=long\nE:ID_SERIAL_SHORT=short\nE:ID_REVISION=R\nE:ID_ATA=1\n" +
      "E:ID_ATA_WRITE_CACHE=1\nE:ID_ATA_WRITE_CACHE_ENABLED=no\nE:ID_ATA_ROTATION_RATE_RPM=7200\n",
    "run/udev/data/b253:1":
      "E:DM_NAME=vg-lv\nE:DM_UUID=LVM-1\nE:DM_VG_NAME=vg\nE:DM_LV_NAME=lv\nE:ID_FS_TYPE=ext4\nE:ID_FS_USAGE=filesystem\nE:ID_FS_UUID=u\nE:ID_FS_VERSION=1.0\n",
  });
  const scraper = openCollector(diskstats, { paths });
  const first = await scraper.scrape();
  expect(told(first.text)).toEqual([
    'node_disk_ata_rotation_rate_rpm{device="sda"} 7200',
    'node_disk_ata_write_cache{device="sda"} 1',
    'node_disk_device_mapper_info{device="dm-1",lv_layer="",lv_name="lv",name="vg-lv",uuid="LVM-1",vg_name="vg"} 1',
    'node_disk_filesystem_info{device="dm-1",type="ext4",usage="filesystem",uuid="u",version="1.0"} 1',
    'node_disk_info{device="dm-1",major="253",minor="1",model="",path="",revision="",rotational="0",serial="",wwn=""} 1',
    'node_disk_info{device="sda",major="8",minor="0",model="M",path="pci-1",revision="R",rotational="1",serial="short",wwn="0x5"} 1',
  ]);
  expect(first.logs).toEqual([
    'error: udev property is not a number {"device":"sda","property":"ID_ATA_WRITE_CACHE_ENABLED","value":"no"}',
  ]);

  writeEntry(join(paths.udevData, "new"), "E:SCSI_IDENT_SERIAL=label\nE:ID_SERIAL=long\n");
  renameSync(join(paths.udevData, "new"), join(paths.udevData, "b8:0"));
  writeEntry(join(paths.sysfs, "block/sda/queue/rotational"), "0\n");
  const second = await scraper.scrape();
  expect(told(second.text).filter((line) => line.includes("sda"))).toEqual([
    'node_disk_info{device="sda",major="8",minor="0",model="",path="",revision="",rotational="0",serial="label",wwn=""} 1',
  ]);
  expect(second.logs).toHaveLength(1);
});

test("finds the sysfs folder of a device with a slash in its name", async () => {
  const { text } = await collect(diskstats, {
    paths: hostTree({
      "proc/diskstats": "104 0 cciss/c0d0 1 2 3 4 5 6 7 8 9 10 11\n",
      "sys/block/cciss!c0d0/queue/rotational": "1\n",
    }),
  });
  expect(text).toContain('device="cciss/c0d0",major="104",minor="0",model="",path="",revision="",rotational="1"');
});

test.each([
  ["ENOENT: no such file or directory", "none"],
  ["file is not a directory", "file"],
  ["ENOTDIR: not a directory", "file/data"],
  ["ELOOP: too many symbolic links encountered", "loop/data"],
  ["ENAMETOOLONG: name too long", "x".repeat(256)],
])("tells once that there is no udev database: %s", async (reason, name) => {
  const paths = hostTree({ "proc/diskstats": VDA, file: "" });
  symlinkSync("loop", join(paths.rootfs, "loop"));
  const scraper = openCollector(diskstats, { paths: { ...paths, udevData: join(paths.rootfs, name) } });
  await scraper.scrape();
  const { status, logs, text } = await scraper.scrape();
  expect(status).toBe("ok");
  expect(told(text)).toHaveLength(1);
  expect(logs).toEqual([expect.stringMatching(new RegExp(`^warn: no udev database.*${reason}`))]);
});

test.each([
  [{}, ["nvme0n1", "sda", "vda"]],
  [{ "collector.diskstats.device-exclude": "^sd" }, ["loop0", "nvme0n1", "nvme0n1p1", "vda"]],
  [{ "collector.diskstats.ignored-devices": "^sd" }, ["loop0", "nvme0n1", "nvme0n1p1", "vda"]],
  [{ "collector.diskstats.device-include": "1$" }, ["nvme0n1", "nvme0n1p1", "sda1"]],
])("filters devices by %j", async (flags, want) => {
  const rest = "1 2 3 4 5 6 7 8 9 10 11\n";
  const names = ["vda", "sda", "sda1", "nvme0n1", "nvme0n1p1", "loop0"];
  const { families } = await collect(diskstats, {
    paths: hostTree({ "proc/diskstats": names.map((name, minor) => `8 ${minor} ${name} ${rest}`).join("") }),
    flags,
  });
  const lines = families.get("node_disk_io_now") ?? "";
  expect([...lines.matchAll(/device="([^"]+)"/g)].map(([, name]) => name)).toEqual(want);
});

test("fails without the file, and when a column is no number", async () => {
  expect(await collect(diskstats, { paths: hostTree({}) })).toMatchObject({ status: "failed" });
  const bad = await collect(diskstats, { paths: hostTree({ "proc/diskstats": "8 0 sda 1 2 x 4 5\n" }) });
  expect(bad).toMatchObject({ status: "failed", message: expect.stringContaining('"x" is not a number') });
});

test("reads the disks of this machine", async () => {
  expect(await collect(diskstats)).toMatchObject({ status: "ok", duplicates: 0 });
});
