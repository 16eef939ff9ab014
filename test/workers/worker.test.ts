import { expect, test } from "vitest";
import { createArenaMemory } from "../../src/workers/protocol/arena-memory.ts";
import { childrenMemory, orphansMemory } from "../../src/workers/protocol/children-memory.ts";
import { descriptorsMemory } from "../../src/workers/protocol/open-descriptors.ts";
import { ArenaReader } from "../../src/workers/protocol/arena-reader.ts";
import type { SeriesOptions } from "../../src/workers/protocol/options.ts";
import { freePlaces, placesMemory } from "../../src/workers/protocol/places.ts";
import type { WorkerMessage } from "../../src/workers/protocol/tasks.ts";
import { createWorker } from "../../src/workers/worker.ts";
import { hostTree } from "../support/tree.ts";

const ENABLED = ["arp", "filefd", "loadavg"];
const [ARP, FILEFD, LOADAVG] = [0, 1, 2];
const COLLECT = { type: "collect", milliseconds: 10_000, measuresCpu: false } as const;

test("a collecting worker publishes the sections of the collectors that the arena names", async () => {
  const { run, reader } = open();
  expect(await run({ type: "prepare", collectors: [LOADAVG, FILEFD] })).toEqual({ failures: [] });
  reader.request([LOADAVG, FILEFD]);
  expect(await run(COLLECT)).toBeUndefined();
  expect(statuses(reader)).toEqual([
    [LOADAVG, "ok", ""],
    [FILEFD, "failed", expect.stringMatching(/^ENOENT: .*proc\/sys\/fs\/file-nr/)],
  ]);
});

test("CPU times are measured where the task asks for them", async () => {
  const { run, reader } = open();
  const times = async (measuresCpu: boolean) => {
    reader.request([LOADAVG]);
    await run({ ...COLLECT, measuresCpu });
    return reader.sections().map(({ cpuSeconds }) => cpuSeconds > 0);
  };
  await run({ type: "prepare", collectors: [LOADAVG] });
  expect([await times(false), await times(true)]).toEqual([[false], [true]]);
});

test("collectors that were not prepared are made when they are first asked for", async () => {
  const { run, reader } = open();
  reader.request([LOADAVG]);
  await run(COLLECT);
  expect(statuses(reader)).toEqual([[LOADAVG, "ok", ""]]);
});

test("a collector that cannot be made fails alone", async () => {
  const { run, reader } = open({ "collector.arp.device-include": "(", "collector.arp.device-exclude": "" });
  const { failures } = (await run({ type: "prepare", collectors: [ARP, LOADAVG] })) ?? { failures: [] };
  expect(failures.map(({ collector }) => collector)).toEqual(["arp"]);
  reader.request([ARP, LOADAVG]);
  await run(COLLECT);
  expect(statuses(reader).map(([collector, status]) => [collector, status])).toEqual([
    [ARP, "failed"],
    [LOADAVG, "ok"],
  ]);
});

test("releasing the pages of the start is answered by nothing and logged only where it fails", async () => {
  const { run, sent } = open();
  expect(await run({ type: "release" })).toBeUndefined();
  expect(sent).toEqual([]);
});

test("places that main has freed for a collector that is switched off are freed again where a run has taken them", async () => {
  const series = { most: { total: 3, byCollector: {} }, places: placesMemory(ENABLED.length) };
  const { run, reader, collectors } = open({}, series);
  const held = () => [...new Int32Array(series.places)].filter((_, place) => [0, 1 + LOADAVG].includes(place));
  const collect = async () => {
    reader.request([LOADAVG]);
    await run(COLLECT);
  };
  await collect();
  expect(held()).toEqual([3, 3]);
  // Another worker runs it from now on.
  await run({ type: "adopt", collectors: [], options: collectors });
  expect(held()).toEqual([3, 3]);
  freePlaces(series.places, LOADAVG);
  await collect();
  await run({ type: "adopt", collectors: [], options: { ...collectors, enabled: ["arp", "filefd"] } });
  expect(held()).toEqual([0, 0]);
});

function open(flags: Readonly<Record<string, string>> = {}, series?: SeriesOptions) {
  const arena = createArenaMemory(ENABLED.length);
  const sent: WorkerMessage[] = [];
  const paths = hostTree({ "proc/loadavg": "0.25 0.50 0.75 1/100 4242\n" });
  const collectors = { flags, given: [], cpuGroup: "none", enabled: ENABLED } as const;
  const options = {
    paths,
    collectors,
    names: ENABLED,
    pageSize: 4096,
    maxDescriptors: 100,
    arena,
    children: childrenMemory(),
    orphans: orphansMemory(),
    descriptors: descriptorsMemory(),
    state: {},
    series,
  };
  const run = createWorker(options, (message) => sent.push(message));
  return { run, sent, collectors, reader: new ArenaReader(arena, new Set()) };
}

function statuses(reader: ArenaReader) {
  return reader.sections().map(({ collector, status, message }) => [collector, status, message]);
}
