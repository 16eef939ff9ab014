import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import lnstat from "../../src/collectors/lnstat.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, writeEntry } from "../support/tree.ts";

test("gives each column by subsystem and CPU", async () => {
  const paths = hostTree({
    "proc/net/stat/arp_cache": "entries lookups\n0000000a 00000001\n0000000a 00000002\n",
    "proc/net/stat/rt_cache": "entries\n00000003\n",
  });
  const { status, text } = await collect(lnstat, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_lnstat_entries_total counter
node_lnstat_entries_total{cpu="0",subsystem="arp_cache"} 10
node_lnstat_entries_total{cpu="0",subsystem="rt_cache"} 3
node_lnstat_entries_total{cpu="1",subsystem="arp_cache"} 10
# TYPE node_lnstat_lookups_total counter
node_lnstat_lookups_total{cpu="0",subsystem="arp_cache"} 1
node_lnstat_lookups_total{cpu="1",subsystem="arp_cache"} 2
`);
});

test("a CPU whose row lacks a column has no sample of it", async () => {
  const { text } = await collect(lnstat, {
    paths: hostTree({ "proc/net/stat/x": "a b\n00000001\n00000002 00000003\n" }),
  });
  expect(text).toContain('node_lnstat_b_total{cpu="1",subsystem="x"} 3\n');
  expect(text).not.toContain('node_lnstat_b_total{cpu="0"');
});

test("a subsystem may come and go", async () => {
  const paths = hostTree({ "proc/net/stat/a": "n\n1\n", "proc/net/stat/b": "n\n2\n" });
  const scraper = openCollector(lnstat, { paths });
  await scraper.scrape();
  rmSync(join(paths.procfs, "net/stat/a"));
  writeEntry(join(paths.procfs, "net/stat/c"), "n\n3\n");
  const { status, text } = await scraper.scrape();
  expect(status).toBe("ok");
  expect(text.match(/subsystem="."} ./g)).toEqual(['subsystem="b"} 2', 'subsystem="c"} 3']);
});

test("gives nothing without the folder", async () => {
  const { status, text } = await collect(lnstat, { paths: hostTree({}) });
  expect([status, text]).toEqual(["ok", ""]);
});

test("fails on a row that is longer than the header", async () => {
  const { status, message } = await collect(lnstat, { paths: hostTree({ "proc/net/stat/x": "a\n1 2\n" }) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("2 numbers, expected 1")]);
});
