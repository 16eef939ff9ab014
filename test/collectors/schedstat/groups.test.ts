import { join } from "node:path";
import { expect, test } from "vitest";
import schedstat from "../../../src/collectors/schedstat.ts";
import { collect, openCollector } from "../../support/collect.ts";
import { hostTree, writeEntry } from "../../support/tree.ts";
import { samplesOf } from "../../support/samples.ts";

const row = (cpu: number, running: number, waiting: number, slices: number) =>
  `cpu${cpu} 0 0 0 0 0 0 ${running} ${waiting} ${slices}\ndomain0 3 1 2\n`;

test("times and slices grow by what the CPUs count", async () => {
  const paths = hostTree({ "proc/schedstat": `version 15\n${row(0, 5e9, 7e9, 10)}${row(1, 9e9, 9e9, 20)}` });
  const scraper = openCollector(schedstat, { paths, cpuGroup: "all" });
  await scraper.scrape();
  writeEntry(join(paths.procfs, "schedstat"), row(0, 6e9, 7e9, 11) + row(1, 9.5e9, 9.25e9, 29));
  expect(samplesOf((await scraper.scrape()).text)).toEqual([
    'node_schedstat_group_running_seconds_total{group="all"} 1.5',
    'node_schedstat_group_timeslices_total{group="all"} 10',
    'node_schedstat_group_waiting_seconds_total{group="all"} 0.25',
  ]);
});

test("a kernel without the file has no data", async () => {
  expect((await collect(schedstat, { paths: hostTree({}), cpuGroup: "all" })).status).toBe("nodata");
});
