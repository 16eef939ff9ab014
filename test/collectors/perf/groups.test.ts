import { expect, test } from "vitest";
import type { Native } from "../../../src/collectors/kit/host.ts";
import perf from "../../../src/collectors/perf.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { openCollector } from "../../support/collect.ts";
import { samplesOf } from "../../support/samples.ts";
import { hostTree } from "../../support/tree.ts";

/** Counters that stand where `counts` has them, by CPU: context switches first, then migrations. */
function nativeWith(counts: ReadonlyMap<number, readonly bigint[]>): Native {
  const cpus: number[] = [];
  let time = 0n;
  return {
    ...createNative(),
    perfEventOpen: (_, __, cpu) => cpus.push(cpu) - 1,
    read(fd, into) {
      const values = counts.get(cpus[fd] ?? -1) ?? [];
      const numbers = new BigUint64Array(into.buffer, into.byteOffset);
      for (const [i, value] of [BigInt(values.length), ++time, ...values].entries()) numbers[i] = value;
      return (2 + values.length) * 8;
    },
    close() {},
  };
}

test("events of the CPUs of a node are summed up", async () => {
  const paths = hostTree({
    "sys/devices/system/node/node0/cpulist": "0-1\n",
    "sys/devices/system/node/node1/cpulist": "2\n",
  });
  const counts = new Map([0, 1, 2].map((cpu) => [cpu, [BigInt(cpu * 100), 5n]]));
  const flags = {
    "collector.perf.cpus": "0-2",
    "collector.perf.disable-hardware-profilers": true,
    "collector.perf.disable-cache-profilers": true,
    "collector.perf.software-profilers": ["ContextSwitch", "CpuMigration"],
  };
  const collector = openCollector(perf, { paths, native: nativeWith(counts), flags, cpuGroup: "node" });
  await collector.scrape();
  counts.set(0, [3n, 5n]);
  counts.set(1, [104n, 6n]);
  counts.set(2, [201n, 9n]);
  expect(samplesOf((await collector.scrape()).text)).toEqual([
    'node_perf_group_context_switches_total{group="node0"} 7',
    'node_perf_group_context_switches_total{group="node1"} 1',
    'node_perf_group_cpu_migrations_total{group="node0"} 1',
    'node_perf_group_cpu_migrations_total{group="node1"} 4',
  ]);
});
