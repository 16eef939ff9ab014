import { expect, test } from "vitest";
import mdadm from "../../src/collectors/mdadm.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const EMPTY = "Personalities : [raid1]\nunused devices: <none>\n";
const ONE = `md0 : active raid1 sdb1[1](F) sda1[0] sdc1[2](S)
      1000 blocks [2/1] [U_]
      [=>...]  recovery =  5.0% (50/1000) finish=0.1min speed=10K/sec

unused devices: <none>
`;

test("gives the arrays of /proc/mdstat", async () => {
  const { status, text } = await collect(mdadm, { paths: hostTree({ "proc/mdstat": ONE }) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_md_blocks{device="md0"} 1000',
    'node_md_blocks_synced{device="md0"} 50',
    'node_md_disks{device="md0",state="active"} 1',
    'node_md_disks{device="md0",state="failed"} 1',
    'node_md_disks{device="md0",state="spare"} 1',
    'node_md_disks_required{device="md0"} 2',
    'node_md_state{device="md0",state="active"} 0',
    'node_md_state{device="md0",state="check"} 0',
    'node_md_state{device="md0",state="inactive"} 0',
    'node_md_state{device="md0",state="recovering"} 1',
    'node_md_state{device="md0",state="resync"} 0',
  ]);
});

test.each([
  ["recovery", "recovering"],
  ["resync", "resync"],
  ["check", "check"],
  ["reshape", undefined],
])("an array in %s has the state %s", async (word, want) => {
  const paths = hostTree({ "proc/mdstat": ONE.replace("recovery", word) });
  const { text } = await collect(mdadm, { paths });
  const states = samplesOf(text).filter((line) => line.startsWith("node_md_state{") && line.endsWith(" 1"));
  expect(states).toEqual(want === undefined ? [] : [`node_md_state{device="md0",state="${want}"} 1`]);
});

test("gives the configuration from sysfs, by level", async () => {
  const paths = hostTree({
    "proc/mdstat": EMPTY,
    "sys/block/md0/md/level": "raid5\n",
    "sys/block/md0/md/raid_disks": "11 (10)\n",
    "sys/block/md0/md/degraded": "1\n",
    "sys/block/md1/md/level": "raid0\n",
    "sys/block/md1/md/raid_disks": "2\n",
    "sys/block/md127/md/level": "container\n",
    "sys/block/md127/md/raid_disks": "0\n",
    "sys/block/md3/md/level": "linear\n",
    "sys/block/md3/md/raid_disks": "none\n",
  });
  const { status, text } = await collect(mdadm, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_md_degraded{device="md0"} 1',
    'node_md_degraded{device="md1"} 0',
    'node_md_degraded{device="md127"} 0',
    'node_md_degraded{device="md3"} 0',
    'node_md_raid_disks{device="md0"} 11',
    'node_md_raid_disks{device="md1"} 2',
  ]);
});

test("has no data without /proc/mdstat", async () => {
  expect((await collect(mdadm, { paths: hostTree({}) })).status).toBe("nodata");
});

test("an attribute that is missing is reported", async () => {
  const paths = hostTree({
    "proc/mdstat": ONE,
    "sys/block/md0/md/level": "raid1\n",
    "sys/block/md0/md/raid_disks": "2\n",
  });
  const { status, message, text } = await collect(mdadm, { paths });
  expect([status, message]).toEqual(["ok", expect.stringContaining("degraded")]);
  expect(text).toContain('node_md_blocks{device="md0"} 1000');
});

test("fails when no array can be read; an attribute costs itself", async () => {
  const bad = await collect(mdadm, { paths: hostTree({ "proc/mdstat": "md0 : active raid1\n" }) });
  expect([bad.status, bad.message]).toEqual(["failed", expect.stringContaining("a status without a number of blocks")]);
  const paths = hostTree({
    "proc/mdstat": EMPTY,
    "sys/block/md0/md/level": "raid1\n",
    "sys/block/md0/md/raid_disks": "2\n",
    "sys/block/md0/md/degraded": "yes\n",
  });
  const { status, message } = await collect(mdadm, { paths });
  expect([status, message]).toEqual(["ok", expect.stringContaining('degraded: "yes" is not a number')]);
});
