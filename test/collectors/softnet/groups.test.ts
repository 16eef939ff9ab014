import { join } from "node:path";
import { expect, test } from "vitest";
import softnet from "../../../src/collectors/softnet.ts";
import { openCollector } from "../../support/collect.ts";
import { hostTree, writeEntry } from "../../support/tree.ts";
import { samplesOf } from "../../support/samples.ts";

const hex = (value: number) => value.toString(16).padStart(8, "0");

/** Counts are `base` plus the number of the column. */
const row = (cpu: number, base: number) =>
  `${Array.from({ length: 15 }, (_, column) => hex(column === 12 ? cpu : base + column)).join(" ")}\n`;

const NODES = {
  "sys/devices/system/node/node0/cpulist": "0-1\n",
  "sys/devices/system/node/node1/cpulist": "2\n",
};

test("counters grow by what the CPUs of a node count, backlogs are summed up", async () => {
  const paths = hostTree({ ...NODES, "proc/net/softnet_stat": row(0, 100) + row(1, 200) + row(2, 300) });
  const scraper = openCollector(softnet, { paths, cpuGroup: "node" });
  expect((await scraper.scrape()).text).toContain('node_softnet_group_processed_total{group="node0"} 0\n');
  writeEntry(join(paths.procfs, "net/softnet_stat"), row(0, 101) + row(2, 310));
  await scraper.scrape();
  // What came back counts from now on.
  writeEntry(join(paths.procfs, "net/softnet_stat"), row(2, 313) + row(1, 900) + row(0, 102));
  const { status, text } = await scraper.scrape();
  expect(status).toBe("ok");
  const counters = ["cpu_collision", "dropped", "flow_limit_count", "processed", "received_rps", "times_squeezed"];
  expect(samplesOf(text)).toEqual([
    `node_softnet_group_backlog_len{group="node0"} ${900 + 11 + 102 + 11}`,
    `node_softnet_group_backlog_len{group="node1"} ${313 + 11}`,
    ...counters.flatMap((name) => [
      `node_softnet_group_${name}_total{group="node0"} 2`,
      `node_softnet_group_${name}_total{group="node1"} 13`,
    ]),
  ]);
  expect((await scraper.scrape()).text).toBe(text);
});
