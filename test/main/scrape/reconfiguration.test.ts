import { join } from "node:path";
import { expect, test } from "vitest";
import { Lane } from "../../../src/main/scrape/lane.ts";
import { placesMemory } from "../../../src/workers/protocol/places.ts";
import { hangingFile } from "../../support/fifo.ts";
import { until } from "../../support/until.ts";
import { COLLECTORS, type Setup, startScheduler } from "./start-scheduler.ts";

const NAMES = [...COLLECTORS, "netstat", "uname"];
const [ENTROPY, FILEFD, LOADAVG, SOFTNET, NETSTAT, UNAME] = [0, 1, 2, 3, 4, 5];

const FIELDS = "collector.netstat.fields";
const NETSTAT_FILES = {
  "proc/net/netstat": "TcpExt: A B\nTcpExt: 1 2\n",
  "proc/net/snmp": "Ip: C\nIp: 3\n",
};

async function start(setup: Setup = {}) {
  const started = await startScheduler({ names: NAMES, files: NETSTAT_FILES, ...setup });
  const { scheduler, optionsOf } = started;
  const reconfigure = (enabled: readonly string[], flags: Readonly<Record<string, string>> = {}) =>
    scheduler.reconfigure(optionsOf(enabled, flags), () => {});
  return { ...started, reconfigure };
}

test("collectors begin and end, the others go on", async () => {
  const { request, reconfigure } = await start();
  expect(Object.keys((await request([ENTROPY, LOADAVG])).samples)).toEqual(["entropy", "loadavg"]);
  await reconfigure(["entropy", "uname"]);
  const { samples, unfinished } = await request([ENTROPY, UNAME]);
  expect([Object.keys(samples), unfinished]).toEqual([["entropy", "uname"], []]);
  await reconfigure(COLLECTORS);
  expect(Object.keys((await request([ENTROPY, FILEFD, LOADAVG, SOFTNET])).samples)).toEqual(COLLECTORS);
});

test("a collector whose flags change shows what the new ones ask for", async () => {
  const { request, reconfigure } = await start({ enabled: ["netstat"], flags: { [FIELDS]: "_A$" } });
  expect((await request([NETSTAT])).samples).toEqual({ netstat: ["node_netstat_TcpExt_A 1"] });
  for (const [pattern, want] of [
    ["_B$", ["node_netstat_TcpExt_B 2"]],
    ["_[AC]$", ["node_netstat_Ip_C 3", "node_netstat_TcpExt_A 1"]],
    ["_A$", ["node_netstat_TcpExt_A 1"]],
  ] as const) {
    await reconfigure(["netstat"], { [FIELDS]: pattern });
    expect((await request([NETSTAT])).samples).toEqual({ netstat: want });
  }
});

test("where one collector cannot be made, all stays as it is", async () => {
  const { request, reconfigure } = await start({ enabled: ["filefd", "netstat"], flags: { [FIELDS]: "_A$" } });
  await expect(reconfigure(["filefd", "netstat", "uname"], { [FIELDS]: "(" })).rejects.toThrow(
    /^collector netstat: --collector.netstat.fields: bad regular expression "\("/,
  );
  const { samples } = await request([FILEFD, NETSTAT]);
  expect(samples).toMatchObject({ netstat: ["node_netstat_TcpExt_A 1"] });
  expect(Object.keys(samples)).toEqual(["filefd", "netstat"]);
});

test("what waits for its turn leaves out what has ended", async () => {
  const { request, reconfigure } = await start();
  // The change is made after the first one, and its answer may come together with that of the second.
  for (const earlier of [[ENTROPY], [FILEFD], [SOFTNET]]) void request(earlier);
  const waiting = request([FILEFD, LOADAVG]);
  await reconfigure(["entropy", "filefd"]);
  const { samples, unfinished } = await waiting;
  expect([Object.keys(samples), unfinished]).toEqual([["filefd"], []]);
});

test("a collector that hangs is left alone, and has its flags when it is back", async () => {
  const { request, reconfigure, paths, scheduler, observer } = await start({
    enabled: ["filefd", "netstat"],
    flags: { [FIELDS]: "_A$" },
  });
  const { release } = hangingFile(join(paths.procfs, "net/netstat"));
  const hung = await request([FILEFD, NETSTAT], 3000);
  expect(hung.unfinished).toEqual(["netstat"]);
  const workers = () => observer.workers.length;
  await until(() => workers() === 2);
  for (const pattern of ["_B$", "_C$", "_[AB]$"]) {
    await reconfigure(["filefd", "netstat"], { [FIELDS]: pattern });
    expect(Object.keys((await request([FILEFD])).samples)).toEqual(["filefd"]);
  }
  expect(workers()).toBe(2);
  release();
  await until(async () => {
    const { netstat } = (await request([NETSTAT], 1000)).samples;
    return netstat?.join() === "node_netstat_TcpExt_A 1,node_netstat_TcpExt_B 2";
  });
  // Not because another worker has taken it over.
  expect(workers()).toBe(2);
  expect(scheduler.isReady).toBe(true);
});

test("places for series of a collector that is switched off go to others", async () => {
  const series = { most: { total: 3, byCollector: {} }, places: placesMemory(NAMES.length) };
  const { request, reconfigure } = await start({ enabled: ["entropy", "loadavg"], series });
  const shown = async (collectors: readonly number[]) => {
    const { samples } = await request(collectors);
    return Object.entries(samples).map(([name, lines]) => `${name} ${lines.filter((line) => line !== "").length}`);
  };
  expect(await shown([ENTROPY, LOADAVG])).toEqual(["entropy 2", "loadavg 1"]);
  await reconfigure(["loadavg"]);
  expect(await shown([LOADAVG])).toEqual(["loadavg 3"]);
  await reconfigure(["entropy"]);
  expect(await shown([ENTROPY])).toEqual(["entropy 2"]);
});

test("places of a collector that hangs are free when it is switched off, and stay so when it is back", async () => {
  const series = { most: { total: 3, byCollector: {} }, places: placesMemory(NAMES.length) };
  const held = new Int32Array(series.places);
  const { request, reconfigure, paths } = await start({
    enabled: ["filefd", "netstat"],
    flags: { [FIELDS]: "_[AB]$" },
    series,
  });
  expect((await request([NETSTAT])).samples["netstat"]).toHaveLength(2);
  const { release } = hangingFile(join(paths.procfs, "net/netstat"));
  expect((await request([NETSTAT], 3000)).unfinished).toEqual(["netstat"]);
  await reconfigure(["filefd", "loadavg"]);
  expect((await request([LOADAVG])).samples["loadavg"]).toHaveLength(3);
  release();
  await until(async () => {
    await request([FILEFD, LOADAVG]);
    return held[1 + NETSTAT] === 0;
  });
  expect(held[0]).toBe(3);
});

test("a worker that ends meanwhile is replaced by one with the new flags", async () => {
  const { request, reconfigure, observer } = await start({ enabled: ["netstat"], flags: { [FIELDS]: "_A$" } });
  await request([NETSTAT]);
  const changed = reconfigure(["netstat"], { [FIELDS]: "_B$" });
  for (const worker of observer.workers) if (worker instanceof Lane) void worker.thread?.terminate();
  await changed;
  await until(async () => (await request([NETSTAT], 1000)).samples["netstat"]?.join() === "node_netstat_TcpExt_B 2");
});

test("a worker that ended between two runs is replaced by one with the flags in force", async () => {
  const { request, reconfigure, observer } = await start({ enabled: ["netstat"], flags: { [FIELDS]: "_A$" } });
  await reconfigure(["netstat"], { [FIELDS]: "_B$" });
  expect((await request([NETSTAT])).samples).toEqual({ netstat: ["node_netstat_TcpExt_B 2"] });
  for (const worker of observer.workers) if (worker instanceof Lane) await worker.thread?.terminate();
  await until(async () => (await request([NETSTAT], 1000)).samples["netstat"] !== undefined);
  expect((await request([NETSTAT])).samples).toEqual({ netstat: ["node_netstat_TcpExt_B 2"] });
});

test("flags that a worker cannot be told are an error, and those before them stay in force", async () => {
  const { request, reconfigure, observer, scheduler, optionsOf } = await start({
    enabled: ["netstat"],
    flags: { [FIELDS]: "_A$" },
  });
  const threads = () => observer.workers.map((worker) => (worker instanceof Lane ? worker.thread : undefined));
  const before = threads();
  const uncloneable = { ...optionsOf(["netstat"], { [FIELDS]: "_B$" }), more: () => {} };
  const committed: string[] = [];
  await expect(scheduler.reconfigure(uncloneable, () => committed.push("yes"))).rejects.toThrow(/could not be cloned/);
  expect(committed).toEqual([]);
  expect((await request([NETSTAT])).samples).toEqual({ netstat: ["node_netstat_TcpExt_A 1"] });
  await reconfigure(["netstat"], { [FIELDS]: "_B$" });
  expect((await request([NETSTAT])).samples).toEqual({ netstat: ["node_netstat_TcpExt_B 2"] });
  expect(threads()).toEqual(before);
});

test("a worker that hung is asked again where it cannot be told its flags", async () => {
  const { request, paths, logs, observer, scheduler, optionsOf } = await start({
    enabled: ["filefd", "netstat"],
    flags: { [FIELDS]: "_A$" },
  });
  const { release } = hangingFile(join(paths.procfs, "net/netstat"));
  await request([FILEFD, NETSTAT], 1000);
  await until(() => observer.workers.length === 2);
  const [lane] = observer.workers as readonly Lane[];
  const options = optionsOf(["filefd", "netstat"], { [FIELDS]: "_B$" });
  await scheduler.reconfigure(options, () => {});
  await request([FILEFD]);
  // The other worker has them: what cannot be cloned does not reach this one.
  Object.assign(options, { more: () => {} });
  release();
  await until(() => logs.some(({ level, message }) => level === "error" && message.includes("earlier flags")));
  expect((await request([NETSTAT])).samples).toEqual({ netstat: ["node_netstat_TcpExt_A 1"] });
  Reflect.deleteProperty(options, "more");
  await until(async () => (await request([NETSTAT], 1000)).samples["netstat"]?.join() === "node_netstat_TcpExt_B 2");
  // Not because another worker has taken it over.
  expect(lane?.collectorOptions).toBe(options);
});
