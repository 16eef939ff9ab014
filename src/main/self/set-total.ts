import type { Counter } from "./prom-client.ts";

/** Counters of prom-client only count; this one was counted elsewhere. What the kernel refused to tell (NaN) is 0. */
export function setTotal(counter: Counter, value: number): void {
  counter.reset();
  if (value > 0 && value < Infinity) counter.inc(value);
}
