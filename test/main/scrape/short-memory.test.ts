import { join } from "node:path";
import { expect, test } from "vitest";
import { hangingFile } from "../../support/fifo.ts";
import { until } from "../../support/until.ts";
import { startScheduler } from "./start-scheduler.ts";

const [ENTROPY, FILEFD, LOADAVG, SOFTNET] = [0, 1, 2, 3];
const HUNG_SECOND = [LOADAVG, SOFTNET, ENTROPY, FILEFD];
const TIMEOUT = 3000;

test("where memory is short what a hang kept from running is left out, and comes back bit by bit", async () => {
  const { request, observer, paths } = await startScheduler({ hasRoom: () => false });
  hangingFile(join(paths.procfs, "net/softnet_stat"));
  await request(HUNG_SECOND, TIMEOUT);
  expect(await request(HUNG_SECOND, TIMEOUT)).toMatchObject({
    samples: { loadavg: expect.anything() },
    failed: ["entropy", "filefd"],
    unfinished: ["softnet"],
  });
  await until(async () => (await request(HUNG_SECOND, TIMEOUT)).failed.length === 0);
  expect((await request(HUNG_SECOND, TIMEOUT)).unfinished).toEqual(["softnet"]);
  expect(observer.workers).toHaveLength(2);
});

test("where memory is not short nothing is left out", async () => {
  const { request, paths } = await startScheduler({ hasRoom: () => true });
  hangingFile(join(paths.procfs, "net/softnet_stat"));
  for (let i = 0; i < 3; i++) {
    expect(await request(HUNG_SECOND, TIMEOUT)).toMatchObject({ failed: [], unfinished: ["softnet"] });
  }
});
