import { cpuSeconds, memoryOf } from "../program/usage.ts";

/** A program's memory in kilobytes and CPU time in milliseconds over one stretch of time. */
export interface Stretch {
  /** Seconds from the start of the watch to the end of the stretch. */
  readonly at: number;
  readonly cpu: number;
  readonly resident: number;
  readonly anonymous: number;
}

/** Watches a process until it is stopped, in stretches of `seconds`. */
export function watch(pid: number, seconds: number): { stop(): readonly Stretch[] } {
  const stretches: Stretch[] = [];
  const start = performance.now();
  let last = cpuSeconds(pid);
  const look = () => {
    const now = cpuSeconds(pid);
    const { resident, anonymous } = memoryOf(pid);
    stretches.push({ at: (performance.now() - start) / 1000, cpu: (now - last) * 1000, resident, anonymous });
    last = now;
  };
  const timer = setInterval(look, seconds * 1000);
  return {
    stop() {
      clearInterval(timer);
      return stretches;
    },
  };
}
