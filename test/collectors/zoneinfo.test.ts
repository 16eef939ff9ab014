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

test("fails without the file", async () => {
  const { status, message } = await collect(zoneinfo, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test("reads this machine", async () => {
  const { status, text } = await collect(zoneinfo);
  expect(status).toBe("ok");
  expect(text).toMatch(/node_zoneinfo_managed_pages\{node="0",zone="\w+"\} [1-9]/);
});
