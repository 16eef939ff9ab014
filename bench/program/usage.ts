import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import koffi from "koffi";

const clockGettime: (clock: number, into: BigInt64Array) => number = koffi
  .load(null)
  .func("int clock_gettime(int, void *)");

/** Kilobytes as /proc/PID/status writes them, summed over a process and its children. */
export interface Memory {
  readonly resident: number;
  /** Without the pages of files, such as those of the program's own binary. */
  readonly anonymous: number;
  /** Highest resident memory since `resetPeak`. */
  readonly peak: number;
}

/**
 * User and system time of a process and its current children in seconds, including threads that have ended.
 * Read from the process's CPU-time clock, which counts nanoseconds; /proc/PID/stat counts ticks of 10 ms.
 */
export function cpuSeconds(pid: number): number {
  return family(pid).reduce((sum, member) => sum + processClock(member), 0);
}

/** Seconds on a processor of the process's current threads, by name; several threads may share a name. */
export function threadSeconds(pid: number): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  for (const thread of threadsOf(pid)) {
    const name = readOr(`/proc/${pid}/task/${thread}/comm`).trim();
    const [nanoseconds = "0"] = readOr(`/proc/${pid}/task/${thread}/schedstat`).split(" ", 1);
    seconds.set(name, (seconds.get(name) ?? 0) + Number(nanoseconds) / 1e9);
  }
  return seconds;
}

/** How often the current threads of a process and its children have waited for something and were woken. */
export function wakeUps(pid: number): number {
  const threads = family(pid).flatMap((member) => threadsOf(member).map((thread) => `/proc/${member}/task/${thread}`));
  return threads.reduce((sum, path) => sum + (statusOf(path).get("voluntary_ctxt_switches") ?? 0), 0);
}

export function memoryOf(pid: number): Memory {
  const all = family(pid).map((member) => statusOf(`/proc/${member}`));
  const sum = (field: string) => all.reduce((total, status) => total + (status.get(field) ?? 0), 0);
  return { resident: sum("VmRSS"), anonymous: sum("RssAnon"), peak: sum("VmHWM") };
}

/** Resets `peak` to the current memory; without the permission it counts from the start of the process. */
export function resetPeak(pid: number): void {
  for (const member of family(pid)) {
    try {
      writeFileSync(`/proc/${member}/clear_refs`, "5");
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
}

/** The clock's id is derived from the process id, see clock_getcpuclockid(3); 2 is the scheduler's clock. */
function processClock(pid: number): number {
  const time = new BigInt64Array(2);
  const [seconds, nanoseconds] = clockGettime((~pid << 3) | 2, time) === 0 ? time : [0n, 0n];
  return Number(seconds) + Number(nanoseconds) / 1e9;
}

/** The numbers in the status of a process or thread, by its directory; kilobytes or counts. */
function statusOf(path: string): ReadonlyMap<string, number> {
  const status = readOr(`${path}/status`);
  return new Map(
    [...status.matchAll(/^(\w+):\s+(\d+)(?: kB)?$/gm)].map(([, name = "", value]) => [name, Number(value)]),
  );
}

/** A process and its descendants. */
function family(pid: number): readonly number[] {
  const members = [pid];
  for (const member of members) members.push(...childrenOf(member));
  return members;
}

function childrenOf(pid: number): readonly number[] {
  return threadsOf(pid).flatMap((thread) =>
    readOr(`/proc/${pid}/task/${thread}/children`)
      .split(" ")
      .filter((word) => word !== "")
      .map(Number),
  );
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    // The process has ended.
    return [];
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // The process or thread has ended.
    return "";
  }
}
