import { catalog } from "../../collectors/generated/catalog.ts";
import type { Options } from "../options/options.ts";
import { openFilesLimit } from "../process-limits.ts";
import type { LaneOptions } from "./lane.ts";

/** Descriptors that a worker may keep open between scrapes, about 5 KB of kernel memory each. */
const MAX_DESCRIPTORS = 6000;

/** A worker keeps no more than this part of what the process may open. */
const DESCRIPTOR_PART = 1 / 4;

/** What every worker is started with; `pageSize`: bytes of a memory page. */
export function laneOptions({ paths, collectors, web }: Options, pageSize: number): LaneOptions {
  return {
    paths,
    collectors,
    pageSize,
    maxDescriptors: Math.min(MAX_DESCRIPTORS, Math.floor(openFilesLimit() * DESCRIPTOR_PART)),
    state: stateMemory(collectors.enabled),
    maxQueue: web.maxRequests > 0 ? web.maxRequests : Infinity,
    foreign: broughtBy(collectors.enabled),
  };
}

const FIRST: ReadonlySet<string> = new Set(catalog.filter(({ runsFirst }) => runsFirst).map(({ name }) => name));

/** Numbers of the collectors whose families users bring themselves; `names`: the enabled ones, by number. */
export function broughtBy(names: readonly string[]): ReadonlySet<number> {
  const bringing = catalog.filter(({ bringsFamilies }) => bringsFamilies !== undefined);
  return new Set(bringing.map(({ name }) => names.indexOf(name)));
}

/** The memory that outlives workers, zeroed, by the name of the collector that has some. */
export function stateMemory(names: readonly string[]): Readonly<Record<string, SharedArrayBuffer>> {
  const remembering = catalog.filter(({ name, stateBytes }) => stateBytes !== undefined && names.includes(name));
  return Object.fromEntries(remembering.map(({ name, stateBytes }) => [name, new SharedArrayBuffer(stateBytes ?? 0)]));
}

/** The order in which one worker runs its collectors: those that run first before the exporter's threads wake up. */
export function inRunningOrder(collectors: readonly number[], names: readonly string[]): number[] {
  const isLater = (number: number): number => Number(!FIRST.has(names[number] ?? ""));
  return collectors.toSorted((a, b) => isLater(a) - isLater(b) || a - b);
}
