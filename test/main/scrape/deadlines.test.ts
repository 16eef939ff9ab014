import { join } from "node:path";
import { expect, test } from "vitest";
import { hangingFile } from "../../support/fifo.ts";
import { until } from "../../support/until.ts";
import { type Got, startScheduler } from "./start-scheduler.ts";

const [ENTROPY, FILEFD, LOADAVG, SOFTNET] = [0, 1, 2, 3];
const ALL = [LOADAVG, ENTROPY, FILEFD, SOFTNET];

async function start() {
  const started = await startScheduler();
  await started.request(ALL);
  return { ...started, hang: (file: string) => hangingFile(join(started.paths.procfs, file)) };
}

test("a client that gives up early does not keep others from waiting for the same run", async () => {
  const { request, hang } = await start();
  const file = hang("net/softnet_stat");
  const patient = request([SOFTNET], 30_000);
  expect((await request([SOFTNET], 50)).unfinished).toEqual(["softnet"]);
  file.release();
  expect(await patient).toMatchObject({ unfinished: [] });
});

test("a client that comes while a collector runs for one that has given up waits for its own turn", async () => {
  const { request, observer, hang } = await start();
  const file = hang("net/softnet_stat");
  expect((await request(ALL, 50)).unfinished).toContain("softnet");
  const patient = request(ALL, 30_000);
  // The slow collector has a worker of its own by then.
  await until(() => observer.workers.length === 2);
  file.release();
  expect(await patient).toMatchObject({ unfinished: [], failed: [] });
});

test("a client does not wait for what has hung for longer than it waits at all, however long others wait", async () => {
  const { request, hang } = await start();
  hang("net/softnet_stat");
  let isAnswered = false;
  const veryPatient = request(ALL, 45_000).finally(() => (isAnswered = true));
  expect((await request(ALL, 2000)).unfinished).toContain("softnet");
  for (let i = 0; i < 30; i++) expect((await request(ALL, 2000)).unfinished).toEqual(["softnet"]);
  expect(isAnswered).toBe(false);
  void veryPatient;
});

test("a request that is cancelled is not answered, and its collection is not started for it", async () => {
  const { scheduler, request, observer, hang } = await start();
  const file = hang("net/softnet_stat");
  const running = request(ALL, 30_000);
  const answers: Got[] = [];
  // It waits for the workers that the first one keeps busy.
  const waiting = scheduler.request([LOADAVG], "loadavg", performance.now() + 30_000, (got) => answers.push(got));
  const started = observer.counted("collection started");
  waiting.cancel();
  waiting.cancel();
  file.release();
  await running;
  await request(ALL);
  expect([answers, observer.counted("collection started")]).toEqual([[], started + 1]);
});

test("nothing hangs on a request that was cancelled while its collection ran", async () => {
  const { scheduler, request, hang } = await start();
  const file = hang("net/softnet_stat");
  const answers: Got[] = [];
  scheduler.request(ALL, "all", performance.now() + 600_000, (got) => answers.push(got)).cancel();
  for (let i = 0; i < 3; i++) expect((await request(ALL, 2000)).unfinished).toContain("softnet");
  file.release();
  await until(async () => (await request(ALL, 2000)).unfinished.length === 0);
  expect(answers).toEqual([]);
});
