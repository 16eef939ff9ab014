import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import meminfoNuma from "../../src/collectors/meminfo_numa.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const NODES = "sys/devices/system/node";

test("gives fields and allocations of each node", async () => {
  const paths = hostTree({
    [`${NODES}/node0/meminfo`]: "Node 0 MemFree: 2 kB\nNode 0 Active(file): 1 kB\n",
    [`${NODES}/node0/numastat`]: "numa_hit 5\n",
    [`${NODES}/node10/meminfo`]: "Node 10 MemFree: 3 kB\nNode 10 HugePages_Free: 4\n",
    [`${NODES}/node10/numastat`]: "numa_hit 6\n",
    [`${NODES}/online`]: "0,10\n",
    [`${NODES}/nodes_of_others/`]: "",
  });
  const { status, text } = await collect(meminfoNuma, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_memory_numa_Active_file gauge
node_memory_numa_Active_file{node="0"} 1024
# TYPE node_memory_numa_HugePages_Free gauge
node_memory_numa_HugePages_Free{node="10"} 4
# TYPE node_memory_numa_MemFree gauge
node_memory_numa_MemFree{node="0"} 2048
node_memory_numa_MemFree{node="10"} 3072
# TYPE node_memory_numa_numa_hit_total counter
node_memory_numa_numa_hit_total{node="0"} 5
node_memory_numa_numa_hit_total{node="10"} 6
`);
});

test("a host without NUMA gives nothing", async () => {
  const { status, text } = await collect(meminfoNuma, { paths: hostTree({}) });
  expect([status, text]).toEqual(["ok", ""]);
});

test.each(["meminfo", "numastat"])("fails when a node has only %s", async (name) => {
  const { status, message } = await collect(meminfoNuma, { paths: hostTree({ [`${NODES}/node0/${name}`]: "" }) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test.skipIf(!existsSync("/sys/devices/system/node/node0/meminfo"))(
  "reads this machine (needs a kernel with NUMA)",
  async () => {
    const { status, text } = await collect(meminfoNuma);
    expect(status).toBe("ok");
    expect(text).toContain('node_memory_numa_MemTotal{node="0"} ');
  },
);
