import { setFlagsFromString } from "node:v8";

/**
 * A flag of V8 that is set when the program has started. On the command line it would make the start a quarter longer,
 * since the code that Node.js stores of its own modules is only good for V8's own values.
 */
interface LaterFlag {
  readonly flag: string;
  readonly byDefault: number;
  readonly value: number;
  /** Older versions of Node.js would print that they do not know it. */
  readonly sinceNode?: number;
}

/** They hold for all threads from then on. */
const LATER_FLAGS: readonly LaterFlag[] = [
  // Heaps would grow to three times of what they hold before V8 looks for garbage in them, 30 MB at 40 connections.
  { flag: "--heap-growing-percent", byDefault: 0, value: 30 },
  // V8 would look every 8 s whether a heap is idle enough to be cleaned up, which wakes an idle process.
  { flag: "--memory-reducer-delay-ms", byDefault: 8000, value: 60_000, sinceNode: 26 },
  // Most functions run once a scrape, and would not be optimized for 400 scrapes, nor for 500 more after a call that has
  // met objects of another shape than before.
  { flag: "--invocation-count-for-maglev", byDefault: 400, value: 40 },
  { flag: "--minimum-invocations-after-ic-update", byDefault: 500, value: 20 },
];

let areSet = false;

/** Whether they are. */
export function laterFlagsAreSet(): boolean {
  return areSet;
}

export function setLaterFlags(): void {
  areSet = true;
  applyLaterFlags("value");
}

/** Sets them, or gives them back the values of the start. */
export function applyLaterFlags(field: "value" | "byDefault"): void {
  const node = Number.parseInt(process.versions.node);
  for (const each of LATER_FLAGS) {
    if (node >= (each.sinceNode ?? 0)) setFlagsFromString(`${each.flag}=${each[field]}`);
  }
}
