import { expect, test } from "vitest";
import bcachefs from "../../src/collectors/bcachefs.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const UUID = "aaaaaaaa-0000-0000-0000-000000000001";
const FOLDER = `sys/fs/bcachefs/${UUID}`;

test("gives the file system, its counters and its devices", async () => {
  const paths = hostTree({
    [`${FOLDER}/btree_cache_size`]: "1.5M\n",
    [`${FOLDER}/errors`]: "bad_key 4 1700000000\n",
    [`${FOLDER}/counters/io.read-slow`]: "since mount: 1\nsince filesystem creation: 2k\n",
    [`${FOLDER}/dev-0/label`]: "ssd.one\n",
    [`${FOLDER}/dev-0/state`]: "[rw] ro\n",
    [`${FOLDER}/dev-0/bucket_size`]: "512k\n",
    [`${FOLDER}/dev-0/nbuckets`]: "99\n",
    [`${FOLDER}/dev-0/io_done`]: "write:\nbtree : 7\n",
    [`${FOLDER}/dev-0/io_errors`]: "IO errors since filesystem creation\n  read: 8\n",
  });
  const { status, text } = await collect(bcachefs, { paths });
  expect(status).toBe("ok");
  const u = `uuid="${UUID}"`;
  expect(samplesOf(text)).toEqual([
    `node_bcachefs_btree_cache_size_bytes{${u}} 1.572864e+06`,
    `node_bcachefs_device_bucket_size_bytes{device="0",${u}} 524288`,
    `node_bcachefs_device_buckets{device="0",${u}} 99`,
    `node_bcachefs_device_durability{device="0",${u}} 0`,
    `node_bcachefs_device_info{device="0",label="ssd.one",state="[rw] ro",${u}} 1`,
    `node_bcachefs_device_io_done_bytes_total{data_type="btree",device="0",operation="write",${u}} 7`,
    `node_bcachefs_device_io_errors_total{device="0",type="read",${u}} 8`,
    `node_bcachefs_errors_total{error_type="bad_key",${u}} 4`,
    `node_bcachefs_info{${u}} 1`,
    `node_bcachefs_io_read_slow_total{${u}} 2048`,
  ]);
});

test("an empty file system directory still shows the file system", async () => {
  const { status, text } = await collect(bcachefs, { paths: hostTree({ [`${FOLDER}/`]: "" }) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toHaveLength(2);
});

test("has no data without the directory or file systems in it", async () => {
  expect((await collect(bcachefs, { paths: hostTree({}) })).status).toBe("nodata");
  expect((await collect(bcachefs, { paths: hostTree({ "sys/fs/bcachefs/version": "1\n" }) })).status).toBe("nodata");
});

test("a counter without a count costs itself", async () => {
  const other = "sys/fs/bcachefs/bbbbbbbb-0000-0000-0000-000000000001";
  const paths = hostTree({ [`${FOLDER}/counters/x`]: "5\n", [`${other}/btree_cache_size`]: "1\n" });
  const { status, message, text } = await collect(bcachefs, { paths });
  expect([status, message]).toEqual(["ok", expect.stringContaining('counters/x: no count in "5"')]);
  expect(text).toContain('node_bcachefs_info{uuid="bbbbbbbb-0000-0000-0000-000000000001"} 1\n');
});
