import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { HostPaths } from "../../workers/protocol/options.ts";
import type { Options } from "../options/options.ts";

/** Where fewer CPUs are, collections are short. */
const BIG_HOST = 64;

/** More workers than this are not started unasked. */
const MOST = 4;

/**
 * How many workers may share the collectors: as many as were asked for, otherwise more than one on big hosts.
 * `available`: processors that this process may use.
 */
export function maxLanes(
  { processors, moreWorkers, settings, paths }: Pick<Options, "processors" | "moreWorkers" | "settings" | "paths">,
  available = availableParallelism(),
): number {
  const isAsked = settings.get("runtime.gomaxprocs").origin !== "default";
  if (isAsked || moreWorkers === "never" || hostCpus(paths) < BIG_HOST) return processors;
  return Math.max(processors, Math.min(MOST, available));
}

/** How many CPUs of the host are online. */
export function hostCpus({ procfs, sysfs }: Pick<HostPaths, "procfs" | "sysfs">): number {
  const list = textOf(`${sysfs}/devices/system/cpu/online`);
  // A list such as `0-3,8`.
  const ranges = [...list.matchAll(/(\d+)(?:-(\d+))?/g)];
  if (ranges.length > 0)
    return ranges.reduce((sum, [, first, last = first]) => sum + Number(last) - Number(first) + 1, 0);
  return textOf(`${procfs}/stat`).match(/^cpu\d/gm)?.length ?? 1;
}

/** Empty where the file cannot be read: a captured copy of a host may lack it. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // As said above.
    return "";
  }
}
