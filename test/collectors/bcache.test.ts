import { expect, test } from "vitest";
import bcache from "../../src/collectors/bcache.ts";
import { collect } from "../support/collect.ts";
import { hostTree, type TreeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const UUID = "11111111-2222-3333-4444-555555555555";
const SET = `sys/fs/bcache/${UUID}`;
const RATE = "rate: 1.0M/sec\ntarget: 10\nproportional: -3\nintegral: 4\nchange: 5/sec\n";

function cacheSet(more: Readonly<Record<string, TreeEntry>> = {}): Record<string, TreeEntry> {
  return {
    [`${SET}/tree_depth`]: "1\n",
    [`${SET}/btree_cache_size`]: "1.5M\n",
    [`${SET}/internal/btree_read_average_duration_us`]: "250\n",
    // As in sysfs, the members are links to the block devices.
    [`${SET}/bdev0`]: { link: "../../../devices/sdb/bcache" },
    [`${SET}/cache0`]: { link: "../../../devices/sdc/bcache" },
    [`${SET}/bdev`]: "not a member\n",
    "sys/devices/sdb/bcache/dirty_data": "2.0k\n",
    "sys/devices/sdb/bcache/writeback_rate_debug": RATE,
    "sys/devices/sdb/bcache/stats_total/cache_hits": "9\n",
    "sys/devices/sdb/bcache/stats_total/cache_readaheads": "0\n",
    "sys/devices/sdc/bcache/io_errors": "1\n",
    "sys/devices/sdc/bcache/written": "3.0G\n",
    ...more,
  };
}

test("gives the cache set, its backing devices and its cache devices; what is missing is zero", async () => {
  const { status, text } = await collect(bcache, { paths: hostTree(cacheSet()) });
  expect(status).toBe("ok");
  const set = `{uuid="${UUID}"}`;
  const backing = `{backing_device="bdev0",uuid="${UUID}"}`;
  const cache = `{cache_device="cache0",uuid="${UUID}"}`;
  const lines = samplesOf(text);
  expect(lines).toHaveLength(10 + 5 + 7 + 3);
  expect(lines).toEqual(
    expect.arrayContaining([
      `node_bcache_tree_depth${set} 1`,
      `node_bcache_btree_cache_size_bytes${set} 1.560576e+06`,
      `node_bcache_btree_read_average_duration_seconds${set} 2.5000000000000004e-07`,
      `node_bcache_congested${set} 0`,
      `node_bcache_dirty_data_bytes${backing} 2048`,
      `node_bcache_dirty_target_bytes${backing} 10`,
      `node_bcache_writeback_rate${backing} 1.048576e+06`,
      `node_bcache_writeback_rate_proportional_term${backing} -3`,
      `node_bcache_writeback_rate_integral_term${backing} 4`,
      `node_bcache_writeback_change${backing} 5`,
      `node_bcache_cache_hits_total${backing} 9`,
      `node_bcache_io_errors${cache} 1`,
      `node_bcache_written_bytes_total${cache} 3.221225472e+09`,
    ]),
  );
});

test("gives read-ahead where there was any", async () => {
  const paths = hostTree(cacheSet({ "sys/devices/sdb/bcache/stats_total/cache_readaheads": "6\n" }));
  const { text } = await collect(bcache, { paths });
  expect(text).toContain(`node_bcache_cache_readaheads_total{backing_device="bdev0",uuid="${UUID}"} 6\n`);
});

test("reads priorities only when asked for", async () => {
  const flags = { "collector.bcache.priorityStats": true };
  const missing = await collect(bcache, { paths: hostTree(cacheSet()), flags });
  expect([missing.status, missing.message]).toEqual(["ok", expect.stringContaining("priority_stats")]);
  const paths = hostTree(cacheSet({ "sys/devices/sdc/bcache/priority_stats": "Unused:\t5%\nMetadata:\t6%\n" }));
  const { text } = await collect(bcache, { paths, flags });
  expect(text).toContain(`node_bcache_priority_stats_unused_percent{cache_device="cache0",uuid="${UUID}"} 5\n`);
  expect(text).toContain(`node_bcache_priority_stats_metadata_percent{cache_device="cache0",uuid="${UUID}"} 6\n`);
});

test("is content without cache sets", async () => {
  const { status, text } = await collect(bcache, { paths: hostTree({}) });
  expect([status, text]).toEqual(["ok", ""]);
});

test.each([
  ["without a newline's worth", "\n", 'tree_depth: "" is not a number'],
  ["of another kind", "deep\n", 'tree_depth: "deep" is not a number'],
])("a value %s costs itself", async (_, content, message) => {
  const { status, message: told } = await collect(bcache, {
    paths: hostTree(cacheSet({ [`${SET}/tree_depth`]: content })),
  });
  expect([status, told]).toEqual(["ok", expect.stringContaining(message)]);
});

test("a backing device without writeback_rate_debug is shown without it", async () => {
  const other = "22222222-2222-3333-4444-555555555555";
  const paths = hostTree({
    [`${SET}/bdev0/dirty_data`]: "0\n",
    [`sys/fs/bcache/${other}/tree_depth`]: "3\n",
  });
  const { status, message, text } = await collect(bcache, { paths });
  expect([status, message]).toEqual(["ok", expect.stringContaining("writeback_rate_debug")]);
  expect(text).toContain(`node_bcache_tree_depth{uuid="${other}"} 3\n`);
});
