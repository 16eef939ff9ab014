import { expect, test } from "vitest";
import dmmultipath from "../../src/collectors/dmmultipath.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

function device(name: string, suspended = "0"): Record<string, string> {
  return {
    [`sys/block/${name}/dm/uuid`]: `mpath-36001${name}\n`,
    [`sys/block/${name}/dm/name`]: `map-${name}\n`,
    [`sys/block/${name}/dm/suspended`]: `${suspended}\n`,
    [`sys/block/${name}/size`]: "8\n",
  };
}

test("gives multipath devices, their paths and the states of those", async () => {
  const paths = hostTree({
    ...device("dm-1"),
    "sys/block/dm-1/slaves/sda/": "",
    "sys/block/dm-1/slaves/sdb/": "",
    "sys/block/dm-1/slaves/nvme0n1/": "",
    "sys/block/sda/device/state": "running\n",
    "sys/block/sdb/device/state": "transport-offline\n",
    "sys/block/nvme0n1/device/state": "live\n",
    ...device("dm-2", "1"),
    "sys/block/dm-3/dm/uuid": "LVM-abc\n",
    "sys/block/dm-3/dm/name": "vg-lv\n",
    "sys/block/dm-4/size": "8\n",
    "sys/block/sdc/dm/uuid": "mpath-no\n",
  });
  const { status, text } = await collect(dmmultipath, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_dmmultipath_device_active{device="map-dm-1",sysfs_name="dm-1"} 1',
    'node_dmmultipath_device_active{device="map-dm-2",sysfs_name="dm-2"} 0',
    'node_dmmultipath_device_info{device="map-dm-1",sysfs_name="dm-1",uuid="mpath-36001dm-1"} 1',
    'node_dmmultipath_device_info{device="map-dm-2",sysfs_name="dm-2",uuid="mpath-36001dm-2"} 1',
    'node_dmmultipath_device_paths{device="map-dm-1",sysfs_name="dm-1"} 3',
    'node_dmmultipath_device_paths{device="map-dm-2",sysfs_name="dm-2"} 0',
    'node_dmmultipath_device_paths_active{device="map-dm-1",sysfs_name="dm-1"} 2',
    'node_dmmultipath_device_paths_active{device="map-dm-2",sysfs_name="dm-2"} 0',
    'node_dmmultipath_device_paths_failed{device="map-dm-1",sysfs_name="dm-1"} 1',
    'node_dmmultipath_device_paths_failed{device="map-dm-2",sysfs_name="dm-2"} 0',
    'node_dmmultipath_device_size_bytes{device="map-dm-1",sysfs_name="dm-1"} 4096',
    'node_dmmultipath_device_size_bytes{device="map-dm-2",sysfs_name="dm-2"} 4096',
    'node_dmmultipath_path_state{device="map-dm-1",path="nvme0n1",state="live"} 1',
    'node_dmmultipath_path_state{device="map-dm-1",path="sda",state="running"} 1',
    'node_dmmultipath_path_state{device="map-dm-1",path="sdb",state="transport-offline"} 1',
  ]);
});

test("is content without multipath devices, and has no data without /sys/block", async () => {
  expect((await collect(dmmultipath, { paths: hostTree({ "sys/block/": "" }) })).status).toBe("ok");
  expect((await collect(dmmultipath, { paths: hostTree({}) })).status).toBe("nodata");
});

test("a path whose device is missing has no state, and has not failed", async () => {
  const paths = hostTree({ ...device("dm-1"), "sys/block/dm-1/slaves/sda/": "", ...device("dm-2") });
  const { status, skipped, text } = await collect(dmmultipath, { paths });
  expect([status, skipped]).toEqual(["ok", 1]);
  expect(samplesOf(text, /paths.*"map-dm-1"/)).toEqual([
    'node_dmmultipath_device_paths{device="map-dm-1",sysfs_name="dm-1"} 1',
    'node_dmmultipath_device_paths_active{device="map-dm-1",sysfs_name="dm-1"} 0',
    'node_dmmultipath_device_paths_failed{device="map-dm-1",sysfs_name="dm-1"} 0',
  ]);
  expect(text).toContain("dm-2");
});

test("a size that is no number costs itself", async () => {
  const paths = hostTree({ ...device("dm-1"), "sys/block/dm-1/size": "big\n" });
  const { status, message } = await collect(dmmultipath, { paths });
  expect([status, message]).toEqual(["ok", expect.stringContaining('dm-1/size: "big" is not a number')]);
});
