import { orphansMemory } from "../../workers/protocol/children-memory.ts";
import { readFileSync } from "node:fs";
import { catalog } from "../../collectors/generated/catalog.ts";
import { createGroupMemory } from "../../collectors/kit/group-memory.ts";
import type { Options } from "../options/options.ts";
import { openFilesLimit } from "../process-limits.ts";
import type { CollectorOptions, HostPaths, MaxSeries } from "../../workers/protocol/options.ts";
import { placesMemory } from "../../workers/protocol/places.ts";
import type { Log } from "../log/log.ts";
import type { Observer } from "../self/observer.ts";
import type { Recipient } from "./collection-result.ts";
import type { LaneOptions } from "./lane.ts";
import type { SizingOptions } from "./sizing.ts";

/** Descriptors that a worker may keep open between scrapes, about 5 KB of kernel memory each. */
const MAX_DESCRIPTORS = 6000;

/** A worker keeps no more than this part of what the process may open. */
const DESCRIPTOR_PART = 1 / 4;

/** Every part lists the directory again that the work comes from. */
const MOST_PARTS = 4;

/** Where the kernel does not report how many CPUs it can have. */
const MANY_CPUS = 1024;

/** What the scheduler and its lanes are made with. */
export interface SchedulerOptions extends LaneOptions {
  /** False where memory is short; by default by the control group's limit. */
  readonly hasRoom?: () => boolean;
  readonly sizing: Pick<SizingOptions, "maxLanes"> & Partial<SizingOptions>;
}

/** Whom the scheduler works for and reports to. */
export interface SchedulerServices<W> {
  readonly recipient: Recipient<W>;
  readonly observer: Observer;
  readonly log: Log;
}

/** What every worker is started with; `pageSize`: bytes of a memory page. `workers`: so many there may be. */
export function laneOptions(options: Options, pageSize: number, workers: number): LaneOptions {
  const { paths, collectors, scrape } = options;
  const names = withParts(collectorNames(options), workers, scrape.maxSeries);
  return {
    paths,
    collectors,
    names,
    pageSize,
    maxDescriptors: Math.min(MAX_DESCRIPTORS, Math.floor(openFilesLimit() * DESCRIPTOR_PART)),
    orphans: orphansMemory(),
    state: stateMemory({ ...collectors, enabled: names }, paths),
    ...(scrape.maxSeries && { series: { most: scrape.maxSeries, places: placesMemory(names.length) } }),
    foreign: broughtBy(names),
  };
}

/** The collectors by number: those that run, or all where a reload of config files may switch on others. */
export function collectorNames({ config, collectors }: Options): readonly string[] {
  return config.files.length === 0 ? collectors.enabled : catalog.map(({ name }) => name);
}

/**
 * The names of collectors, and again those of collectors that so many workers may divide: once for each further part. A
 * part does not know which series the others leave out, so collectors with a budget stay whole.
 */
function withParts(names: readonly string[], workers: number, most: MaxSeries | undefined): readonly string[] {
  const hasBudget = (name: string): boolean =>
    most !== undefined && (most.total < Infinity || Object.hasOwn(most.byCollector, name));
  const divided = names.filter((name) => DIVISIBLE.has(name) && !hasBudget(name));
  const further = Array.from({ length: Math.min(workers, MOST_PARTS) - 1 }, () => divided);
  return [...names, ...further.flat()];
}

/** The numbers of some collectors, in their order; where they are divided, of all parts. */
export function numbersOf(collectors: readonly string[], names: readonly string[]): number[] {
  return collectors.flatMap((name) => [...names.keys()].filter((number) => names[number] === name));
}

const DIVISIBLE: ReadonlySet<string> = new Set(catalog.filter(({ divisible }) => divisible).map(({ name }) => name));

const FIRST: ReadonlySet<string> = new Set(catalog.filter(({ runsFirst }) => runsFirst).map(({ name }) => name));

/** Numbers of the collectors whose families users bring themselves; `names`: all of them, by number. */
export function broughtBy(names: readonly string[]): ReadonlySet<number> {
  const bringing = catalog.filter(({ bringsFamilies }) => bringsFamilies !== undefined);
  return new Set(
    numbersOf(
      bringing.map(({ name }) => name),
      names,
    ),
  );
}

/** The memory that outlives workers, zeroed, by the name of the collector that has some. */
export function stateMemory(
  { enabled, cpuGroup }: Pick<CollectorOptions, "enabled" | "cpuGroup">,
  paths: Pick<HostPaths, "sysfs">,
): Readonly<Record<string, SharedArrayBuffer>> {
  const cpus = cpuGroup === "none" ? 0 : possibleCpus(paths);
  const memory: Record<string, SharedArrayBuffer> = {};
  for (const { name, stateBytes, groupCounters } of catalog) {
    if (!enabled.includes(name)) continue;
    if (cpus > 0 && groupCounters !== undefined) memory[name] = createGroupMemory(groupCounters, cpus);
    else if (stateBytes !== undefined) memory[name] = new SharedArrayBuffer(stateBytes);
  }
  return memory;
}

/** How many CPUs the kernel can ever have: one more than the last number of a list such as `0-511`. */
function possibleCpus({ sysfs }: Pick<HostPaths, "sysfs">): number {
  try {
    const [, last = ""] = /(\d{1,5})\s*$/.exec(readFileSync(`${sysfs}/devices/system/cpu/possible`, "latin1")) ?? [];
    return last === "" ? MANY_CPUS : Number(last) + 1;
  } catch {
    // A captured copy of sysfs may lack the file.
    return MANY_CPUS;
  }
}

/** The order in which one worker runs its collectors: those that run first before the exporter's threads wake up. */
export function inRunningOrder(collectors: readonly number[], names: readonly string[]): number[] {
  const isLater = (number: number): number => Number(!FIRST.has(names[number] ?? ""));
  return collectors.toSorted((a, b) => isLater(a) - isLater(b) || a - b);
}
