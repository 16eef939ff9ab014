import { join } from "node:path";
import { expect, test } from "vitest";
import softirqs from "../../../src/collectors/softirqs.ts";
import { openCollector } from "../../support/collect.ts";
import { hostTree, writeEntry } from "../../support/tree.ts";
import { samplesOf } from "../../support/samples.ts";

const NODES = {
  "sys/devices/system/node/node0/cpulist": "0,3\n",
  "sys/devices/system/node/node1/cpulist": "1\n",
};

test("columns are those of the CPUs that the heading names", async () => {
  const paths = hostTree({
    ...NODES,
    "proc/softirqs": "  CPU0 CPU1 CPU3\n  HI: 1 2 3\n  RCU: 10 20 30\n  NEW: 1 1 1\n",
  });
  const scraper = openCollector(softirqs, { paths, cpuGroup: "node" });
  await scraper.scrape();
  writeEntry(join(paths.procfs, "softirqs"), "  CPU1 CPU3\n  HI: 3 13\n  RCU: 20 30\n");
  expect(samplesOf((await scraper.scrape()).text)).toEqual([
    'node_softirqs_group_functions_total{group="node0",type="HI"} 10',
    'node_softirqs_group_functions_total{group="node0",type="RCU"} 0',
    'node_softirqs_group_functions_total{group="node1",type="HI"} 1',
    'node_softirqs_group_functions_total{group="node1",type="RCU"} 0',
  ]);
});
