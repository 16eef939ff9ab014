import { readFileSync } from "node:fs";

/** Lines of /proc/PID/limits that the program asks for. */
type LimitName = "Max open files" | "Max address space";

/** Text of this process's limits; empty where /proc is hidden. */
export function readLimits(): string {
  try {
    return readFileSync("/proc/self/limits", "latin1");
  } catch {
    // A hidden or absent /proc: the limits are unknown.
    return "";
  }
}

/** The soft limit of that name in the text of /proc/PID/limits: Infinity when unlimited, NaN when unknown. */
export function softLimit(limits: string, name: LimitName): number {
  const line = limits.split("\n").find((text) => text.startsWith(name));
  const [soft] = line?.slice(name.length).trim().split(/\s+/) ?? [];
  return soft === "unlimited" ? Infinity : Number(soft);
}

/** What no limit, and an unknown one, counts as. */
const MANY_OPEN_FILES = 4096;

/** How many descriptors a process with these limits may have open. */
export function openFilesLimit(limits: string = readLimits()): number {
  const limit = softLimit(limits, "Max open files");
  return Number.isFinite(limit) ? limit : MANY_OPEN_FILES;
}

/** Memory for large bodies that are on their way, in bytes: at most this part of the control group's limit. */
const BODIES = 64 << 20;
const BODIES_PART = 1 / 16;

/** `limit`: of the control group, in bytes; 0 where there is none. */
export function bodiesLimit(limit = process.constrainedMemory()): number {
  return limit === 0 ? BODIES : Math.min(BODIES, limit * BODIES_PART);
}
