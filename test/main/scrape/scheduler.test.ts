import { join } from "node:path";
import { expect, test } from "vitest";
import type { Lane } from "../../../src/main/scrape/lane.ts";
import { busyProcessors } from "../../support/busy-processors.ts";
import type { RecordingObserver } from "../../support/recording-observer.ts";
import { hangingFile } from "../../support/fifo.ts";
import { until } from "../../support/until.ts";
import { COLLECTORS, type Got, openScheduler, type Setup, startScheduler } from "./start-scheduler.ts";

const [ENTROPY, FILEFD, LOADAVG, SOFTNET] = [0, 1, 2, 3];
const ALL = [LOADAVG, ENTROPY, FILEFD, SOFTNET];

test("a request gets the sections of all its collectors", async () => {
  const { request } = await start();
  const { samples, unfinished, failed } = await request(ALL);
  expect(samples["loadavg"]).toEqual(["node_load1 0.25", "node_load15 0.75", "node_load5 0.5"]);
  expect(Object.keys(samples).toSorted()).toEqual(COLLECTORS);
  expect([unfinished, failed]).toEqual([[], []]);
  expect(Object.keys((await request([LOADAVG])).samples)).toEqual(["loadavg"]);
});

test("requests for the same join a collection that has not started, never one that has", async () => {
  const { request, observer } = await start();
  const all = await Promise.all(Array.from({ length: 20 }, () => request(ALL)));
  expect(all.every(({ samples }) => samples["loadavg"]?.length === 3)).toBe(true);
  expect(observer.counted("collection started")).toBe(2);
  expect(observer.counted("scrape coalesced")).toBe(18);
  expect(observer.results).toHaveLength(2);
});

test("requests for different collectors are collections of their own, at the same workers in turn", async () => {
  const { request, observer } = await start();
  const [all, one, other] = await Promise.all([request(ALL), request([LOADAVG]), request([SOFTNET])]);
  expect([all, one, other].map(({ samples }) => Object.keys(samples).length)).toEqual([4, 1, 1]);
  expect(observer.counted("collection started")).toBe(3);
  expect(observer.counted("scrape coalesced")).toBe(0);
});

test.each([1, 2, 4])(
  "of %i workers one hangs: only that collector is missing, at once and from then on",
  async (lanes) => {
    const { request, observer, hang } = await start({ lanes });
    const file = hang("net/softnet_stat");
    for (let i = 0; i < 20; i++) {
      const { samples, unfinished } = await request(ALL, 5000);
      expect([Object.keys(samples).toSorted(), unfinished]).toEqual([["entropy", "filefd", "loadavg"], ["softnet"]]);
    }
    expect(observer.workers.length).toBeLessThanOrEqual(lanes + 1);
    file.release();
    await until(async () => (await request(ALL)).unfinished.length === 0);
  },
);

test("two collectors that hang cost two workers, and nothing else", async () => {
  const { request, observer, hang } = await start({ lanes: 1 });
  hang("net/softnet_stat");
  hang("sys/fs/file-nr");
  for (let i = 0; i < 10; i++) {
    const { samples, unfinished } = await request(ALL, 6000);
    expect([Object.keys(samples).toSorted(), unfinished.toSorted()]).toEqual([
      ["entropy", "loadavg"],
      ["filefd", "softnet"],
    ]);
  }
  expect(observer.workers.length).toBeLessThanOrEqual(3);
});

test("a worker that is slow to start is waited for", async () => {
  const { request, observer, hang } = await start();
  const file = hang("net/softnet_stat");
  const rest = await busyProcessors();
  const hungFirst = [SOFTNET, LOADAVG, ENTROPY, FILEFD];
  await request(hungFirst, 1000);
  const second = request(hungFirst);
  await until(() => observer.workers.length === 2);
  await rest();
  await until(() => laneAt(observer, 1)?.reader.published === 3);
  file.release();
  expect(Object.keys((await second).samples)).toEqual(expect.arrayContaining(["entropy", "filefd", "loadavg"]));
});

test("where every collector hangs, each request is answered in time", async () => {
  const { request, observer, hang } = await start({ enabled: ["loadavg", "softnet"], lanes: 2 });
  hang("net/softnet_stat");
  hang("loadavg");
  for (let i = 0; i < 5; i++)
    expect(await request([0, 1], 400)).toMatchObject({ samples: {}, unfinished: ["loadavg", "softnet"] });
  expect(observer.workers.length).toBeLessThanOrEqual(3);
});

test("two workers with a collector each: the one that hangs does not hold up the other", async () => {
  const { request, hang } = await start({ enabled: ["loadavg", "softnet"], lanes: 2 });
  hang("net/softnet_stat");
  for (let i = 0; i < 5; i++) {
    const { samples, unfinished } = await request([0, 1], 5000);
    expect([Object.keys(samples), unfinished]).toEqual([["loadavg"], ["softnet"]]);
  }
});

test("requests with different deadlines each get what is there by then", async () => {
  const { request, hang } = await start();
  const file = hang("net/softnet_stat");
  const first = request(ALL, 3000);
  const [early, late] = [request(ALL, 700), request(ALL, 20_000)];
  expect((await early).unfinished).toContain("softnet");
  await first;
  file.release();
  await late;
  expect((await request(ALL)).unfinished).toEqual([]);
});

test("a client that leaves after its time takes nothing from the next collection of the same", async () => {
  const { request, scheduler, observer, hang } = await start({ lanes: 1 });
  const file = hang("net/softnet_stat");
  const busy = request([SOFTNET]);
  await until(() => laneAt(observer, 0)?.reader.running === SOFTNET);
  const { promise: answer, resolve } = Promise.withResolvers<Got>();
  const late = scheduler.request([LOADAVG], String(LOADAVG), performance.now(), resolve);
  expect((await answer).unfinished).toEqual(["loadavg"]);
  const next = request([LOADAVG]);
  late.cancel();
  file.release();
  expect((await next).unfinished).toEqual([]);
  await busy;
});

test("a worker that ends in the middle of a task fails what it had left, and is replaced", async () => {
  const { request, observer, hang, logs } = await start({ lanes: 1 });
  const file = hang("net/softnet_stat");
  // Short of the time after which the scheduler would give the others a fresh worker.
  const answer = request([LOADAVG, SOFTNET, FILEFD], 20_000);
  const [lane] = observer.workers as readonly Lane[];
  await until(() => lane?.reader.published === 1 && lane.reader.running === SOFTNET);
  const ended = lane?.thread?.terminate();
  file.release();
  await ended;
  const { samples, failed } = await answer;
  expect(Object.keys(samples)).toContain("loadavg");
  expect(failed).toContain("softnet");
  expect(observer.counted("worker replaced")).toBe(1);
  expect(logs.map(({ collector, level }) => `${level} ${collector}`)).toContain("error softnet");
  const again = await request(ALL);
  expect([Object.keys(again.samples).length, again.failed, again.unfinished]).toEqual([4, [], []]);
});

test("a collector that ends its worker again and again is left alone for some time, and the others go on", async () => {
  const { request, observer, hang } = await start();
  const endWorker = async (place: number) => {
    const file = hang("net/softnet_stat");
    const answer = request(ALL);
    await until(() => laneAt(observer, place)?.reader.running === SOFTNET);
    const ended = laneAt(observer, place)?.thread?.terminate();
    file.release();
    await ended;
    return answer;
  };
  expect((await endWorker(0)).failed).toEqual(["softnet"]);
  // It has a worker of its own from now on.
  for (let i = 0; i < 2; i++) {
    const { samples, failed } = await endWorker(1);
    expect([Object.keys(samples).toSorted(), failed]).toEqual([["entropy", "filefd", "loadavg"], ["softnet"]]);
    expect((await request(ALL)).failed).toEqual(["softnet"]);
    expect(laneAt(observer, 1)?.thread).toBeUndefined();
    await until(async () => (await request(ALL)).failed.length === 0);
  }
});

test("the only collector there is is left alone when it ends its worker again and again", async () => {
  const { request, observer, hang } = await start({ enabled: ["softnet"] });
  const endWorker = async (): Promise<void> => {
    const file = hang("net/softnet_stat");
    const answer = request([0]);
    await until(() => laneAt(observer, 0)?.reader.running === 0);
    const ended = laneAt(observer, 0)?.thread?.terminate();
    file.release();
    await ended;
    expect((await answer).failed).toEqual(["softnet"]);
  };
  await endWorker();
  await endWorker();
  expect((await request([0])).failed).toEqual(["softnet"]);
  expect(laneAt(observer, 0)?.thread).toBeUndefined();
});

test("a worker that ends while it has nothing to do is not missed", async () => {
  const { request, observer } = await start({ lanes: 1 });
  await request(ALL);
  await (observer.workers[0] as Lane | undefined)?.thread?.terminate();
  await until(async () => (await request(ALL)).failed.length === 0);
  expect(Object.keys((await request(ALL)).samples)).toHaveLength(4);
});

test("a collector that cannot be made keeps the exporter from starting", async () => {
  const scheduler = openScheduler({
    enabled: ["arp", "loadavg"],
    flags: { "collector.arp.device-include": "(", "collector.arp.device-exclude": "" },
  }).scheduler;
  await expect(scheduler.start()).rejects.toThrow(
    "collector arp: --collector.arp.device-include: bad regular expression",
  );
});

test("without collectors a request is answered at once", async () => {
  const { request } = await start({ enabled: [] });
  expect(await request([])).toEqual({ samples: {}, failed: [], unfinished: [] });
});

test("the end does not wait for a worker that hangs", async () => {
  const { request, scheduler, hang } = await start();
  hang("net/softnet_stat");
  await request(ALL, 500);
  // Without an end of its patience it would never resolve.
  await scheduler.close(200);
  expect(await request(ALL, 1)).toMatchObject({ samples: {} });
});

test("long collections get more workers, up to the bound, and nothing is missing meanwhile", async () => {
  // Any collection counts as long.
  const sizing = { maxLanes: 3, worthwhile: -1, growAfter: 2 };
  const { request, observer, logs } = await start({ sizing });
  await until(async () => {
    const { samples, failed, unfinished } = await request(ALL);
    expect([Object.keys(samples).toSorted(), failed, unfinished]).toEqual([COLLECTORS, [], []]);
    return observer.workers.length === 3;
  });
  for (let i = 0; i < 10; i++) expect(Object.keys((await request(ALL)).samples).toSorted()).toEqual(COLLECTORS);
  expect([observer.workers.length, observer.counted("worker replaced")]).toEqual([3, 0]);
  expect(logs.filter(({ message }) => message.startsWith("more workers than one"))).toHaveLength(1);
});

test("short collections give the workers back, all but one", async () => {
  const sizing = { maxLanes: 3, negligible: 10, shrinkAfter: 2 };
  const { request, observer } = await start({ lanes: 3, sizing });
  expect(observer.workers).toHaveLength(3);
  await until(async () => {
    expect(Object.keys((await request(ALL)).samples).toSorted()).toEqual(COLLECTORS);
    return observer.workers.length === 1;
  });
  expect(Object.keys((await request(ALL)).samples).toSorted()).toEqual(COLLECTORS);
  expect(observer.counted("worker replaced")).toBe(0);
});

test("a worker that is busy is not given back", async () => {
  const { request, observer, hang } = await start({ lanes: 2, sizing: { negligible: 1e9, shrinkAfter: 1 } });
  const file = hang("net/softnet_stat");
  const hanging = request(ALL);
  await until(() => laneAt(observer, 1)?.reader.running === SOFTNET);
  // The other one has gone on to this when it is done with its share of the first.
  await request([ENTROPY]);
  // One more where the time has passed after which the other collectors leave the one that hangs.
  expect(observer.workers.length).toBeGreaterThanOrEqual(2);
  file.release();
  expect((await hanging).unfinished).toEqual([]);
});

async function start(setup: Setup = {}) {
  const started = await startScheduler(setup);
  return { ...started, hang: (file: string) => hangingFile(join(started.paths.procfs, file)) };
}

function laneAt({ workers }: RecordingObserver, place: number): Lane | undefined {
  return workers[place] as Lane | undefined;
}
