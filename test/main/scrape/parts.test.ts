import { describe, expect, test } from "vitest";
import type { CollectionResult } from "../../../src/main/scrape/collection-result.ts";
import { parseArguments } from "../../../src/main/options/parse.ts";
import { laneOptions, numbersOf } from "../../../src/main/scrape/lane-options.ts";
import { partsOf } from "../../../src/main/scrape/parts.ts";
import { hangingFile } from "../../support/fifo.ts";
import { until } from "../../support/until.ts";
import { section } from "./pieces.ts";
import { startScheduler } from "./start-scheduler.ts";

const NAMES = ["arp", "processes", "stat", "processes", "processes"];

const RESULT: CollectionResult = {
  collectors: [],
  sections: [],
  unfinished: [],
  first: true,
  waited: 0,
  collected: 1,
  timeUsed: 0,
};

async function laneNames(workers: number, ...more: readonly string[]): Promise<string> {
  const flags = ["--collector.disable-defaults", "--collector.processes", "--collector.stat", ...more];
  const parsed = await parseArguments(flags, {}, "prog");
  if (parsed.kind !== "run") throw new Error(parsed.kind);
  return laneOptions(parsed.options, 4096, workers).names.join(" ");
}

test("a collector stands for all its parts", () => {
  const parts = partsOf(NAMES);
  expect(parts?.of([2, 1])).toEqual([2, 1, 3, 4]);
  expect(parts?.of([0])).toEqual([0]);
  expect(numbersOf(["stat", "processes"], NAMES)).toEqual([2, 1, 3, 4]);
});

test("a result has whole collectors, and none of which a part has not ended", () => {
  const parts = partsOf(NAMES);
  const sections = [3, 0, 4, 1].map((collector) => section(collector, { seconds: 1 }));
  const whole = parts?.join({ ...RESULT, collectors: [0, 1, 3, 4], sections });
  expect(whole?.collectors).toEqual([0, 1]);
  expect(whole?.sections.map(({ collector, seconds }) => [collector, seconds])).toEqual([
    [1, 3],
    [0, 1],
  ]);
  const late = parts?.join({ ...RESULT, collectors: [0, 1, 3, 4], sections: sections.slice(0, 2), unfinished: [1, 4] });
  expect(late?.sections.map(({ collector }) => collector)).toEqual([0]);
  expect(late?.unfinished).toEqual([1]);
});

test("without divided collectors there are no parts", () => {
  expect(partsOf(["arp", "stat"])).toBeUndefined();
});

test("there are as many parts as workers may share them, up to four", async () => {
  expect(await laneNames(1)).toBe("processes stat");
  expect(await laneNames(2)).toBe("processes stat processes");
  expect(await laneNames(16)).toBe("processes stat processes processes processes");
});

test("collectors whose series have a budget stay whole", async () => {
  expect(await laneNames(2, "--scrape.max-series=100")).toBe("processes stat");
  expect(await laneNames(2, "--scrape.max-series=processes=9")).toBe("processes stat");
  expect(await laneNames(2, "--scrape.max-series=stat=9")).toBe("processes stat processes");
});

describe("on a host with processes", () => {
  const stat = (state: string, threads: number) => `1 (a) ${state} ${"0 ".repeat(16)}${threads} 0 0 0\n`;
  const files: Record<string, string> = {
    "proc/sys/kernel/threads-max": "7801\n",
    "proc/sys/kernel/pid_max": "32768\n",
  };
  for (let pid = 1; pid <= 50; pid++) {
    const isThreaded = pid % 10 === 0;
    files[`proc/${pid}/stat`] = stat("S", isThreaded ? 3 : 1);
    if (!isThreaded) continue;
    for (const tid of [pid, pid + 100, pid + 200]) files[`proc/${pid}/task/${tid}/stat`] = stat("R", 3);
  }
  const WHOLE = [
    "node_processes_max_processes 32768",
    "node_processes_max_threads 7801",
    "node_processes_pids 50",
    'node_processes_state{state="S"} 50',
    "node_processes_threads 60",
    'node_processes_threads_state{thread_state="R"} 10',
    'node_processes_threads_state{thread_state="S"} 50',
  ];
  const enabled = ["loadavg", "processes"];
  const names = ["loadavg", "processes", "processes", "processes"];

  test.each([1, 2, 3])("%i workers count every process once", async (lanes) => {
    const { request, observer } = await startScheduler({ enabled, names, files, lanes });
    const { samples, unfinished } = await request([0, 1]);
    expect(samples["processes"]).toEqual(WHOLE);
    expect(Object.keys(samples)).toEqual(expect.arrayContaining(enabled));
    expect(unfinished).toEqual([]);
    expect(observer.results[0]?.collectors).toEqual([0, 1]);
  });

  test("parts move to further workers, and the sums stay", async () => {
    const sizing = { maxLanes: 3, worthwhile: 0, growAfter: 1 };
    const { request, observer } = await startScheduler({ enabled, names, files, sizing });
    await until(async () => {
      expect((await request([0, 1])).samples["processes"]).toEqual(WHOLE);
      return observer.workers.length > 1;
    });
    for (let i = 0; i < 5; i++) expect((await request([1])).samples["processes"]).toEqual(WHOLE);
  });

  test("a process that hangs costs the collector, and nothing else", async () => {
    const { request, paths } = await startScheduler({ enabled, names, files, lanes: 2 });
    const file = hangingFile(`${paths.procfs}/7/stat`);
    for (let i = 0; i < 5; i++) {
      const { samples, unfinished } = await request([0, 1], 5000);
      expect([Object.keys(samples), unfinished]).toEqual([["loadavg"], ["processes"]]);
    }
    file.release();
    await until(async () => (await request([0, 1])).unfinished.length === 0);
  });

  test("a reload switches all parts on and off", async () => {
    const { request, scheduler, optionsOf: collectors } = await startScheduler({ enabled: ["loadavg"], names, files });
    const samples = async () => (await request([0, 1])).samples["processes"];
    await scheduler.reconfigure(collectors(enabled, {}), () => {});
    expect(await samples()).toEqual(WHOLE);
    await scheduler.reconfigure(collectors(["loadavg"], {}), () => {});
    expect(await samples()).toBeUndefined();
    await scheduler.reconfigure(collectors(enabled, {}), () => {});
    expect(await samples()).toEqual(WHOLE);
  });
});
