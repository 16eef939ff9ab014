import { expect, test } from "vitest";
import zoneinfo from "../../src/collectors/zoneinfo.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives gauges and counters by node and zone, only those that the kernel has", async () => {
  const zones = `Node 0, zone      DMA
      nr_kernel_stack 1508
      nr_file_pages 7
      nr_dirty 8
  pages free     3840
        high     78
        promo    91
        protection: (0, 3019)
      numa_local   5
`;
  const { status, text } = await collect(zoneinfo, { paths: hostTree({ "proc/zoneinfo": zones }) });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_zoneinfo_high_pages gauge
node_zoneinfo_high_pages{node="0",zone="DMA"} 78
# TYPE node_zoneinfo_nr_dirty_pages gauge
node_zoneinfo_nr_dirty_pages{node="0",zone="DMA"} 8
# TYPE node_zoneinfo_nr_file_pages gauge
node_zoneinfo_nr_file_pages{node="0",zone="DMA"} 7
# TYPE node_zoneinfo_nr_kernel_stacks gauge
node_zoneinfo_nr_kernel_stacks{node="0",zone="DMA"} 1508
# TYPE node_zoneinfo_numa_local_total counter
node_zoneinfo_numa_local_total{node="0",zone="DMA"} 5
# TYPE node_zoneinfo_protection_0 gauge
node_zoneinfo_protection_0{node="0",zone="DMA"} 0
# TYPE node_zoneinfo_protection_1 gauge
node_zoneinfo_protection_1{node="0",zone="DMA"} 3019
`);
});

test.each([
  ["min", "min_pages"],
  ["low", "low_pages"],
  ["high", "high_pages"],
  ["scanned", "scanned_pages"],
  ["spanned", "spanned_pages"],
  ["present", "present_pages"],
  ["managed", "managed_pages"],
  ["nr_free_pages", "nr_free_pages"],
  ["nr_active_anon", "nr_active_anon_pages"],
  ["nr_inactive_anon", "nr_inactive_anon_pages"],
  ["nr_isolated_anon", "nr_isolated_anon_pages"],
  ["nr_active_file", "nr_active_file_pages"],
  ["nr_inactive_file", "nr_inactive_file_pages"],
  ["nr_isolated_file", "nr_isolated_file_pages"],
  ["nr_slab_reclaimable", "nr_slab_reclaimable_pages"],
  ["nr_slab_unreclaimable", "nr_slab_unreclaimable_pages"],
  ["nr_mlock_stack", "nr_mlock_stack_pages"],
  ["nr_mapped", "nr_mapped_pages"],
  ["nr_dirty", "nr_dirty_pages"],
  ["nr_writeback", "nr_writeback_pages"],
  ["nr_unevictable", "nr_unevictable_pages"],
  ["nr_shmem", "nr_shmem_pages"],
  ["nr_anon_pages", "nr_anon_pages"],
  ["nr_file_pages", "nr_file_pages"],
  ["nr_anon_transparent_hugepages", "nr_anon_transparent_hugepages"],
  ["nr_kernel_stack", "nr_kernel_stacks"],
  ["nr_dirtied", "nr_dirtied_total"],
  ["nr_written", "nr_written_total"],
  ["numa_hit", "numa_hit_total"],
  ["numa_miss", "numa_miss_total"],
  ["numa_foreign", "numa_foreign_total"],
  ["numa_interleave", "numa_interleave_total"],
  ["numa_local", "numa_local_total"],
  ["numa_other", "numa_other_total"],
])("%s is the family %s", async (word, name) => {
  const paths = hostTree({ "proc/zoneinfo": `Node 2, zone Normal\n  ${word} 41\n` });
  const { text } = await collect(zoneinfo, { paths });
  const type = name.endsWith("_total") ? "counter" : "gauge";
  expect(text).toBe(`# TYPE node_zoneinfo_${name} ${type}\nnode_zoneinfo_${name}{node="2",zone="Normal"} 41\n`);
});

test("fails without the file", async () => {
  const { status, message } = await collect(zoneinfo, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test("reads this machine", async () => {
  const { status, text } = await collect(zoneinfo);
  expect(status).toBe("ok");
  expect(text).toMatch(/node_zoneinfo_managed_pages\{node="0",zone="\w+"\} [1-9]/);
});
