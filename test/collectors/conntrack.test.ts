import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import conntrack from "../../src/collectors/conntrack.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const LIMITS = {
  "proc/sys/net/netfilter/nf_conntrack_count": "123\n",
  "proc/sys/net/netfilter/nf_conntrack_max": "65536\n",
};
const TABLE = "names\n21 1 2 3 4 5 6 7 8 9 a b c d e f 10\n";

test("gives table size and statistics", async () => {
  const { status, text } = await collect(conntrack, {
    paths: hostTree({ ...LIMITS, "proc/net/stat/nf_conntrack": TABLE }),
  });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    "node_nf_conntrack_entries 123",
    "node_nf_conntrack_entries_limit 65536",
    "node_nf_conntrack_stat_drop 10",
    "node_nf_conntrack_stat_early_drop 11",
    "node_nf_conntrack_stat_found 2",
    "node_nf_conntrack_stat_ignore 5",
    "node_nf_conntrack_stat_insert 8",
    "node_nf_conntrack_stat_insert_failed 9",
    "node_nf_conntrack_stat_invalid 4",
    "node_nf_conntrack_stat_search_restart 16",
  ]);
});

test("a host without connection tracking has no data", async () => {
  const { status, families } = await collect(conntrack, { paths: hostTree({}) });
  expect([status, families.size]).toEqual(["nodata", 0]);
});

test("without the table, sizes stay", async () => {
  const { status, families } = await collect(conntrack, { paths: hostTree(LIMITS) });
  expect([status, [...families.keys()]]).toEqual([
    "nodata",
    ["node_nf_conntrack_entries", "node_nf_conntrack_entries_limit"],
  ]);
});

test.each(["count", "max"])("a damaged %s costs itself", async (name) => {
  const files = {
    ...LIMITS,
    "proc/net/stat/nf_conntrack": TABLE,
    [`proc/sys/net/netfilter/nf_conntrack_${name}`]: "x\n",
  };
  const { status, skipped, families } = await collect(conntrack, { paths: hostTree(files) });
  expect([status, skipped, families.size]).toEqual(["ok", 1, 9]);
});

test("a damaged file fails", async () => {
  const files = { ...LIMITS, "proc/net/stat/nf_conntrack": "names\n1 2\n" };
  expect((await collect(conntrack, { paths: hostTree(files) })).status).toBe("failed");
});

test.skipIf(!existsSync("/proc/net/stat/nf_conntrack"))("works on this machine (with nf_conntrack only)", async () => {
  expect((await collect(conntrack)).status).toBe("ok");
});
