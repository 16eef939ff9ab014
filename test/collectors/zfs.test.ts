import { expect, test } from "vitest";
import zfs from "../../src/collectors/zfs.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const BASE = "proc/spl/kstat/zfs";
const HEADING = "1 1 0x01 1 1 1 1\nname type data\n";

test("gives the module's values and those of pools and datasets", async () => {
  const paths = hostTree({
    [`${BASE}/arcstats`]: `${HEADING}hits 4 5\nneed_free 3 -1\n`,
    [`${BASE}/fm`]: `${HEADING}erpt-dropped 4 6\n`,
    [`${BASE}/chksum_bench`]: "not shown\n",
    [`${BASE}/tank/io`]: `1\nnread b c d e f g h i j k l\n1 2 3 4 5 6 7 8 9 10 11 12\n`,
    [`${BASE}/tank/objset-0x36`]: `${HEADING}dataset_name 7 tank/my data\nnread 4 8\n`,
    [`${BASE}/tank/state`]: "DEGRADED\n",
    [`${BASE}/tank/txgs`]: "not shown\n",
  });
  const { status, text } = await collect(zfs, { paths });
  expect(status).toBe("ok");
  const lines = samplesOf(text);
  expect(lines).toEqual(
    expect.arrayContaining([
      "node_zfs_arc_hits 5",
      "node_zfs_arc_need_free -1",
      "node_zfs_fm_erpt_dropped 6",
      'node_zfs_zpool_nread{zpool="tank"} 1',
      'node_zfs_zpool_l{zpool="tank"} 12',
      'node_zfs_zpool_dataset_nread{dataset="tank/my data",zpool="tank"} 8',
      'node_zfs_zpool_state{state="degraded",zpool="tank"} 1',
      'node_zfs_zpool_state{state="online",zpool="tank"} 0',
    ]),
  );
  expect(lines).toHaveLength(2 + 1 + 12 + 1 + 7);
  expect(text).toContain("# TYPE node_zfs_arc_hits untyped\n");
});

test("a dataset that has gone meanwhile costs only itself", async () => {
  const { status, skipped, text } = await collect(zfs, {
    paths: hostTree({
      [`${BASE}/tank/objset-0x36`]: { link: "gone" },
      [`${BASE}/tank/objset-0x37`]: `${HEADING}dataset_name 7 tank/data\nnread 4 8\n`,
    }),
  });
  expect([status, skipped]).toEqual(["ok", 0]);
  expect(samplesOf(text)).toEqual(['node_zfs_zpool_dataset_nread{dataset="tank/data",zpool="tank"} 8']);
});

test("has no data without the module", async () => {
  expect((await collect(zfs, { paths: hostTree({}) })).status).toBe("nodata");
});

test("a damaged file fails and costs no other", async () => {
  const paths = hostTree({
    [`${BASE}/abdstats`]: "",
    [`${BASE}/arcstats`]: `${HEADING}hits 4 5\n`,
    [`${BASE}/tank/state`]: "ONLINE\n",
  });
  const { status, message, text } = await collect(zfs, { paths });
  expect([status, message]).toEqual(["failed", expect.stringContaining("abdstats: no heading name type data")]);
  expect(text).toContain("node_zfs_arc_hits 5\n");
  expect(text).toContain('node_zfs_zpool_state{state="online",zpool="tank"} 1\n');
});
