import { expect, test } from "vitest";
import slabinfo from "../../src/collectors/slabinfo.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const REST = ": tunables 0 0 0 : slabdata 1 1 0";
const TABLE = `slabinfo - version: 2.1
# name <active_objs> <num_objs> …
dentry 10 20 192 21 1 ${REST}
kmalloc-8 1 2 8 512 1 ${REST}
kmalloc-64 3 4 64 64 1 ${REST}
`;

test("gives five gauges a cache", async () => {
  const paths = hostTree({ "proc/slabinfo": `slabinfo - version: 2.1\ndentry 10 20 192 21 1 ${REST}\n` });
  const { status, text } = await collect(slabinfo, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_slabinfo_active_objects gauge
node_slabinfo_active_objects{slab="dentry"} 10
# TYPE node_slabinfo_object_size_bytes gauge
node_slabinfo_object_size_bytes{slab="dentry"} 192
# TYPE node_slabinfo_objects gauge
node_slabinfo_objects{slab="dentry"} 20
# TYPE node_slabinfo_objects_per_slab gauge
node_slabinfo_objects_per_slab{slab="dentry"} 21
# TYPE node_slabinfo_pages_per_slab gauge
node_slabinfo_pages_per_slab{slab="dentry"} 1
`);
});

test.each([
  [{}, ["dentry", "kmalloc-64", "kmalloc-8"]],
  [{ "collector.slabinfo.slabs-include": "^kmalloc" }, ["kmalloc-64", "kmalloc-8"]],
  [{ "collector.slabinfo.slabs-exclude": "64" }, ["dentry", "kmalloc-8"]],
  [{ "collector.slabinfo.slabs-include": "^k", "collector.slabinfo.slabs-exclude": "8$" }, ["kmalloc-64"]],
])("%j shows %j", async (flags, names) => {
  const { families } = await collect(slabinfo, { paths: hostTree({ "proc/slabinfo": TABLE }), flags });
  const shown = families.get("node_slabinfo_objects")?.matchAll(/slab="([^"]+)"/g) ?? [];
  expect([...shown].map(([, name]) => name)).toEqual(names);
});

test("fails without the file", async () => {
  const { status, message } = await collect(slabinfo, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test.skipIf(process.getuid?.() !== 0)("reads this machine (needs root)", async () => {
  const { status, text } = await collect(slabinfo);
  expect(status).toBe("ok");
  expect(text).toContain('node_slabinfo_objects{slab="dentry"} ');
});
