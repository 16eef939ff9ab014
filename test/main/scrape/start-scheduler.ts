import { catalog } from "../../../src/collectors/generated/catalog.ts";
import type { LogLevel } from "../../../src/collectors/kit/define.ts";
import type { CollectionResult } from "../../../src/main/scrape/collection-result.ts";
import { Scheduler } from "../../../src/main/scrape/scheduler.ts";
import { SIZING, type SizingOptions } from "../../../src/main/scrape/sizing.ts";
import { orphansMemory } from "../../../src/workers/protocol/children-memory.ts";
import type { SeriesOptions } from "../../../src/workers/protocol/options.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { hostTree } from "../../support/tree.ts";
import { textOf } from "./pieces.ts";

export const COLLECTORS = ["entropy", "filefd", "loadavg", "softnet"];

/** Values of all flags of collectors. */
export const DEFAULTS = Object.fromEntries(
  catalog.flatMap((collector) => Object.entries(collector.flags)).map(([name, flag]) => [name, flag.default]),
);

const FILES = {
  "proc/loadavg": "0.25 0.50 0.75 1/100 4242\n",
  "proc/net/softnet_stat": "0000000a 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005\n",
  "proc/sys/fs/file-nr": "1024\t0\t9000\n",
  "proc/sys/kernel/random/entropy_avail": "256\n",
  "proc/sys/kernel/random/poolsize": "256\n",
};

/** What one request got: sample lines by collector, and who failed or did not end. */
export interface Got {
  readonly samples: Readonly<Record<string, readonly string[]>>;
  readonly failed: readonly string[];
  readonly unfinished: readonly string[];
}

export interface Setup {
  readonly enabled?: readonly string[];
  /** All collectors that may come to run; `enabled` without it. */
  readonly names?: readonly string[];
  /** More files of the host. */
  readonly files?: Readonly<Record<string, string>>;
  readonly lanes?: number;
  readonly sizing?: Partial<SizingOptions>;
  readonly flags?: Readonly<Record<string, string | boolean>>;
  readonly hasRoom?: () => boolean;
  readonly series?: SeriesOptions;
  /** Called before a result is handed over; may throw. */
  readonly deliver?: () => void;
}

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly collector: string;
}

/** A scheduler with workers of its own, on a host of a few files; it is closed after the test. */
export function openScheduler(setup: Setup) {
  const { enabled = COLLECTORS, names = enabled, lanes = 1, sizing = {}, flags = {}, hasRoom, series, deliver } = setup;
  const paths = hostTree({ ...FILES, ...setup.files });
  const observer = new RecordingObserver();
  const logs: LogLine[] = [];
  const state: Record<string, SharedArrayBuffer> = {};
  const scheduler = new Scheduler<(got: Got) => void>(
    {
      paths,
      collectors: { flags: { ...DEFAULTS, ...flags }, given: [], cpuGroup: "none", enabled },
      names,
      pageSize: 4096,
      maxDescriptors: 100,
      orphans: orphansMemory(),
      state,
      series,
      foreign: new Set(),
      ...(hasRoom === undefined ? {} : { hasRoom }),
      sizing: { ...SIZING, maxLanes: lanes, ...sizing },
    },
    {
      observer,
      log: (level, message, attributes) =>
        logs.push({ level, message, collector: String(attributes?.["collector"] ?? "") }),
      recipient: {
        deliver: (waiters, result) => {
          deliver?.();
          for (const answer of waiters) answer(readable(result, names));
        },
        fail: (waiters, error) => {
          for (const answer of waiters) answer({ samples: {}, failed: [String(error)], unfinished: [] });
        },
      },
    },
  );
  cleanUp(() => scheduler.close(5000));
  /** No worker can be started until this is called again: what they are started with cannot be copied. */
  const refuseWorkers = (isRefused: boolean): void => {
    if (isRefused) Object.assign(state, { refused: () => {} });
    else delete state["refused"];
  };
  const optionsOf = (on: readonly string[], changed: Setup["flags"]) => ({
    flags: { ...DEFAULTS, ...flags, ...changed },
    given: [],
    cpuGroup: "none" as const,
    enabled: on,
  });
  return { scheduler, observer, logs, paths, refuseWorkers, optionsOf };
}

/** The same, started, with a request that resolves when it is answered. */
export async function startScheduler(setup: Setup = {}) {
  const opened = openScheduler(setup);
  await opened.scheduler.start(setup.lanes);
  const request = (collectors: readonly number[], milliseconds = 20_000) =>
    new Promise<Got>((resolve) => {
      opened.scheduler.request(collectors, collectors.join(), performance.now() + milliseconds, resolve);
    });
  return { ...opened, request };
}

/** Sections are valid only during the call. */
function readable({ sections, unfinished }: CollectionResult, names: readonly string[]): Got {
  const ok = sections.filter(({ status }) => status === "ok");
  const samples = ok.map(({ collector, pieces }) => {
    const lines = pieces.flatMap((each) => textOf(each).trimEnd().split("\n"));
    return [names[collector] ?? "", lines.toSorted()] as const;
  });
  const named = (numbers: readonly number[]) => numbers.map((number) => names[number] ?? "").toSorted();
  return {
    samples: Object.fromEntries(samples),
    failed: named(sections.filter(({ status }) => status !== "ok").map(({ collector }) => collector)),
    unfinished: named(unfinished),
  };
}
