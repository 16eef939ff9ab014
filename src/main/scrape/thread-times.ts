import { readFileSync } from "node:fs";

const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * For how long a thread of this process has run or waited for a processor since it began, in milliseconds; undefined
 * where the kernel does not report it (Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat).
 */
export function threadActiveMilliseconds(thread: number): number | undefined {
  if (thread === 0) return undefined;
  try {
    const [run = "", waited = ""] = readFileSync(`/proc/self/task/${thread}/schedstat`, "latin1").split(" ");
    return (Number(run) + Number(waited)) / NANOSECONDS_PER_MILLISECOND;
  } catch {
    // A kernel without these statistics, a hidden /proc, or a thread that has ended.
    return undefined;
  }
}
