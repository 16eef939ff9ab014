import type { Emit } from "../../collectors/kit/define.ts";

/** Reads numbers and emits them, once per scrape. Numbers that are read need no metric object to hold them. */
export type OwnFamilies = (emit: Emit) => void;

/** A counter's value that comes from elsewhere: 0 where the kernel did not report it (NaN). */
export function total(value: number): number {
  return value > 0 && value < Infinity ? value : 0;
}

/** Of two times. Six decimals: more would mean nothing and take longer to write than all the others. */
export function ratio(part: number, whole: number): number {
  return Math.round((part / whole) * 1e6) / 1e6;
}

/** How often at most what is expensive to read is read, in milliseconds: it matters only to those who scrape faster. */
const EXPENSIVE_INTERVAL = 1000;

/** Makes a check that is true for the first call and then at most once in `EXPENSIVE_INTERVAL`. */
export function expensiveDue(now: () => number = () => performance.now()): () => boolean {
  let last = -Infinity;
  return () => {
    if (now() - last < EXPENSIVE_INTERVAL) return false;
    last = now();
    return true;
  };
}
