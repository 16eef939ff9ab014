import { expect, test } from "vitest";
import schedstat from "../../src/collectors/schedstat.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

test("gives the times of each CPU in seconds", async () => {
  const content = "version 17\ncpu0 1 2 3 4 5 6 2045936778163039 343796328169361 4767485306\n";
  const { status, text } = await collect(schedstat, { paths: hostTree({ "proc/schedstat": content }) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_schedstat_running_seconds_total{cpu="0"} 2.045936778163039e+06',
    'node_schedstat_timeslices_total{cpu="0"} 4.767485306e+09',
    'node_schedstat_waiting_seconds_total{cpu="0"} 343796.328169361',
  ]);
});

test("a kernel without it has no data", async () => {
  const { status, message } = await collect(schedstat, { paths: hostTree({}) });
  expect([status, message]).toEqual(["nodata", expect.stringContaining("schedstat")]);
});

test("a missing procfs ends the start", () => {
  expect(() => openCollector(schedstat, { paths: { procfs: "/missing" } })).toThrow("--path.procfs: /missing");
});
