import { join } from "node:path";
import { expect, test } from "vitest";
import { hangingFile } from "../../support/fifo.ts";
import { until } from "../../support/until.ts";
import type { Lane } from "../../../src/main/scrape/lane.ts";
import { openScheduler, startScheduler } from "./start-scheduler.ts";

const [ENTROPY, FILEFD, LOADAVG, SOFTNET] = [0, 1, 2, 3];
const ALL = [LOADAVG, ENTROPY, FILEFD, SOFTNET];
const TIMEOUT = 3000;

test("while no worker can be started and one collector hangs the program is not ready; all others are back when one can", async () => {
  const { scheduler, request, refuseWorkers, observer, logs, paths } = await startScheduler();
  refuseWorkers(true);
  const file = hangingFile(join(paths.procfs, "net/softnet_stat"));
  const { samples } = await request(ALL, TIMEOUT);
  expect(Object.keys(samples).toSorted()).toEqual(["entropy", "filefd", "loadavg"]);
  expect(scheduler.isReady).toBe(false);
  expect(logs.filter(({ message }) => message === "another worker cannot be started")).toHaveLength(1);
  expect((await request(ALL, TIMEOUT)).unfinished).toHaveLength(4);
  // It waits for the worker that hangs, where its collector is as yet.
  const waiting = request([LOADAVG], 40_000);
  const both = request([LOADAVG, SOFTNET], 40_000);
  refuseWorkers(false);
  await until(() => scheduler.isReady);
  expect(Object.keys((await waiting).samples)).toEqual(["loadavg"]);
  expect((await request(ALL, TIMEOUT)).unfinished).toEqual(["softnet"]);
  file.release();
  expect(Object.keys((await both).samples).toSorted()).toEqual(["loadavg", "softnet"]);
  await until(async () => (await request(ALL, TIMEOUT)).unfinished.length === 0);
  await until(async () => (await request(ALL, TIMEOUT)).unfinished.length === 0 && observer.workers.length === 1);
});

test("while no worker can be started another one stands in for one that got stuck", async () => {
  const { scheduler, request, refuseWorkers, paths } = await startScheduler({ lanes: 2 });
  refuseWorkers(true);
  hangingFile(join(paths.procfs, "net/softnet_stat"));
  await request(ALL, TIMEOUT);
  for (let i = 0; i < 3; i++) expect((await request(ALL, TIMEOUT)).unfinished).toEqual(["softnet"]);
  expect(scheduler.isReady).toBe(true);
});

test("where the hang ends while no worker can be started its own worker goes on with all", async () => {
  const { scheduler, request, refuseWorkers, observer, paths } = await startScheduler();
  refuseWorkers(true);
  const file = hangingFile(join(paths.procfs, "net/softnet_stat"));
  await request(ALL, TIMEOUT);
  expect(scheduler.isReady).toBe(false);
  file.release();
  await until(async () => (await request(ALL, TIMEOUT)).unfinished.length === 0);
  expect([scheduler.isReady, observer.workers.length]).toEqual([true, 1]);
});

test("a worker that ended and cannot be started again fails its collectors at once, and is tried again", async () => {
  const { scheduler, request, refuseWorkers, observer, logs } = await startScheduler();
  refuseWorkers(true);
  await (observer.workers[0] as Lane | undefined)?.thread?.terminate();
  await until(async () => (await request(ALL)).failed.length === 4);
  expect((await request(ALL)).failed).toHaveLength(4);
  expect(scheduler.isReady).toBe(false);
  expect(logs.filter(({ message }) => message === "a worker cannot be started")).toHaveLength(1);
  refuseWorkers(false);
  await until(() => scheduler.isReady);
  expect(await request(ALL)).toMatchObject({ failed: [], unfinished: [] });
});

test("a start that is refused is reported", async () => {
  const { scheduler, refuseWorkers } = openScheduler({});
  refuseWorkers(true);
  await expect(scheduler.start()).rejects.toThrow("the workers cannot be started: ");
});
