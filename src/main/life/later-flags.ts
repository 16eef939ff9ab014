import { setFlagsFromString } from "node:v8";

/**
 * What the process does, which V8's flags go with: it starts, serves the first scrapes, then scrapes that take hardly any
 * time, or scrapes that keep it busy.
 */
type Phase = "starting" | "serving" | "settled" | "busy";

/**
 * A flag of V8 that is set when the program has started, with its value in each phase; that of the start is V8's own. On
 * the command line it would make the start a quarter longer, since the code that Node.js stores of its own modules is
 * only good for V8's own values.
 */
interface LaterFlag extends Readonly<Record<Phase, number | boolean>> {
  readonly flag: string;
  /** Older versions of Node.js would print that they do not know it. */
  readonly sinceNode?: number;
}

/** They hold for all threads from then on. */
const LATER_FLAGS: readonly LaterFlag[] = [
  // Heaps would grow to three times of what they hold before V8 looks for garbage in them, 30 MB at 40 connections.
  { flag: "heap-growing-percent", starting: 0, serving: 30, settled: 30, busy: 30 },
  // V8 would look every 8 s whether a heap is idle enough to be cleaned up, which wakes an idle process.
  { flag: "memory-reducer-delay-ms", starting: 8000, serving: 60_000, settled: 60_000, busy: 60_000, sinceNode: 26 },
  // Collections of an idle heap in a row. Half a minute after the start V8 would begin two, 20 ms each, which find nothing;
  // after a load that has made the heap grow, when the process still counts as busy, one of them brings most.
  { flag: "memory-reducer-gc-count", starting: 2, serving: 0, settled: 0, busy: 1, sinceNode: 26 },
  // Most functions run once a scrape, and would not be optimized for 400 scrapes. What runs often in the first scrapes
  // and hardly afterwards is not worth it.
  { flag: "invocation-count-for-maglev", starting: 400, serving: 120, settled: 40, busy: 40 },
  // Nor for 500 more after a call that has met objects of another shape than before.
  { flag: "minimum-invocations-after-ic-update", starting: 500, serving: 20, settled: 20, busy: 20 },
  // The last compiler makes code that takes a tenth less time, for 100 ms and 8 MB: too much for a few milliseconds every
  // few seconds.
  { flag: "turbofan", starting: true, serving: true, settled: false, busy: true },
];

let phase: Phase = "starting";

/** Whether any of them is. */
export function laterFlagsAreSet(): boolean {
  return phase !== "starting";
}

/** The process has come to this phase. */
export function setLaterFlags(reached: Phase): void {
  phase = reached;
  applyLaterFlags(reached);
}

/** Gives the flags the values of a phase, whichever the process is in. */
export function applyLaterFlags(of: Phase): void {
  const node = Number.parseInt(process.versions.node);
  for (const each of LATER_FLAGS) {
    if (node >= (each.sinceNode ?? 0)) setFlagsFromString(optionOf(each.flag, each[of]));
  }
}

function optionOf(flag: string, value: number | boolean): string {
  if (typeof value === "number") return `--${flag}=${value}`;
  return value ? `--${flag}` : `--no-${flag}`;
}
