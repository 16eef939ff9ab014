import { orphansMemory } from "../../../src/workers/protocol/children-memory.ts";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Lane } from "../../../src/main/scrape/lane.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { hangingFile } from "../../support/fifo.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { hostTree } from "../../support/tree.ts";
import { until } from "../../support/until.ts";

const [FILEFD, LOADAVG] = [0, 1];

const TIME = 20_000;

function open() {
  const paths = hostTree({ "proc/loadavg": "0.25 0.50 0.75 1/100 4242\n", "proc/sys/fs/file-nr": "1024\t0\t9000\n" });
  const state: Record<string, SharedArrayBuffer> = {};
  const logs: string[] = [];
  const lane = new Lane(
    {
      paths,
      collectors: { flags: {}, given: [], cpuGroup: "none", enabled: ["filefd", "loadavg"] },
      names: ["filefd", "loadavg"],
      pageSize: 4096,
      maxDescriptors: 100,
      orphans: orphansMemory(),
      state,
      foreign: new Set(),
    },
    new RecordingObserver(),
    (_level, message) => logs.push(message),
  );
  cleanUp(() => lane.close());
  let stuck = 0;
  const run = { stuck: () => void stuck++ };
  const collect = () =>
    new Promise<string | undefined>((ended) => {
      lane.collect([FILEFD, LOADAVG], TIME, { ...run, ended });
      lane.watch(TIME, true, { ...run, ended });
    });
  return { lane, collect, stuck: () => stuck, paths, state, logs };
}

test("its thread starts with the first run and stays", async () => {
  const { lane, collect } = open();
  expect(lane.isOpen).toBe(false);
  expect(await collect()).toBeUndefined();
  const { thread } = lane;
  expect(await collect()).toBeUndefined();
  expect([lane.published, lane.thread === thread, lane.isOpen]).toEqual([2, true, true]);
  expect(lane.reader.sections().map(({ status }) => status)).toEqual(["ok", "ok"]);
});

test("a run whose thread ends ends with the reason, and the next run has another thread", async () => {
  const { lane, collect, paths } = open();
  await lane.prepare([FILEFD, LOADAVG]);
  const file = hangingFile(join(paths.procfs, "loadavg"));
  const run = collect();
  await until(() => lane.reader.running === LOADAVG);
  const ended = lane.thread?.terminate();
  file.release();
  await ended;
  expect(await run).toMatch(/^worker exited with code/);
  expect([lane.published, lane.isOpen]).toEqual([1, false]);
  expect(await collect()).toBeUndefined();
});

test("a thread that cannot be started ends the run, rejects a preparation, and may be there the next time", async () => {
  const { lane, collect, state } = open();
  Object.assign(state, { refused: () => {} });
  expect(await collect()).toMatch(/could not be cloned/);
  await expect(lane.prepare([LOADAVG])).rejects.toThrow(/could not be cloned/);
  expect([lane.hasBegun, lane.isOpen]).toEqual([false, false]);
  delete state["refused"];
  expect(await lane.prepare([LOADAVG])).toEqual({ failures: [] });
  expect(await collect()).toBeUndefined();
});

test("a run that does not get on is reported once for every watch", async () => {
  const { lane, collect, stuck, paths } = open();
  const file = hangingFile(join(paths.procfs, "sys/fs/file-nr"));
  const run = collect();
  await until(() => stuck() === 1);
  let again = 0;
  lane.watch(TIME, true, { ended: () => {}, stuck: () => void again++ });
  await until(() => again === 1);
  file.release();
  expect([await run, stuck(), again]).toEqual([undefined, 1, 1]);
});

test("tasks of any number wait for a run, and it and the next one end well", async () => {
  const { lane, collect, paths } = open();
  await lane.prepare([FILEFD, LOADAVG]);
  const { thread } = lane;
  const file = hangingFile(join(paths.procfs, "loadavg"));
  const run = collect();
  await until(() => lane.reader.running === LOADAVG);
  const staged = Array.from({ length: 5 }, () => lane.stage(lane.collectorOptions, [FILEFD, LOADAVG]));
  lane.dismiss();
  const next = collect();
  file.release();
  expect(await Promise.all(staged)).toEqual(staged.map(() => ({ failures: [] })));
  expect([await run, await next, lane.thread === thread]).toEqual([undefined, undefined, true]);
});
