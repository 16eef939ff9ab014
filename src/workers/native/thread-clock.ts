import type { CpuClock } from "../cpu-laps.ts";
import { callLibc } from "./libc.ts";

/** From include/uapi/linux/time.h. */
const CLOCK_THREAD_CPUTIME_ID = 3;

/**
 * Returns a clock of the CPU time, in seconds, that the calling thread has used; undefined where libc cannot be called.
 * `process.threadCpuUsage()` is none: getrusage(2) knows what a running thread used up to the scheduler's last tick only.
 */
export function threadClock(): CpuClock | undefined {
  const time = new Uint32Array(4);
  const bytes = new Uint8Array(time.buffer);
  const clock = (): number => {
    callLibc("clock_gettime", (c) => c.clock_gettime(CLOCK_THREAD_CPUTIME_ID, bytes));
    // A struct timespec of two 64-bit numbers, whose upper halves are 0 for a century.
    return (time[0] ?? 0) + (time[2] ?? 0) / 1e9;
  };
  try {
    clock();
    return clock;
  } catch {
    // Without koffi CPU time is not known, and nothing else is missing.
    return undefined;
  }
}
