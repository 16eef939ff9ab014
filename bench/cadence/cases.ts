/** One way to scrape a program, from its start on. */
export interface Case {
  /** Seconds between two scrapes. */
  readonly every: number;
  readonly scrapes: number;
  /** Windows of scrapes that are reported: the first, and the one after the last. */
  readonly windows: readonly Window[];
  /** Scrapes `WARM_UP_INTERVAL` apart that come first and are not counted, and seconds of rest after them. */
  readonly warmUp: number;
  readonly rest: number;
  /** Seconds without a scrape that are counted, after all of that. */
  readonly idle: number;
}

export type Window = readonly [from: number, to: number];

const COLD = { warmUp: 0, rest: 0, idle: 0 };

/** How Prometheus servers use an exporter. */
export const CASES: Readonly<Record<string, Case>> = {
  steady: {
    ...COLD,
    every: 15,
    scrapes: 100,
    windows: [
      [0, 20],
      [20, 60],
      [60, 100],
    ],
  },
  "first-minutes": {
    ...COLD,
    every: 5,
    scrapes: 60,
    windows: [
      [0, 6],
      [6, 20],
      [20, 60],
      [0, 60],
    ],
  },
  "first-hour": {
    ...COLD,
    every: 15,
    scrapes: 240,
    windows: [
      [0, 20],
      [20, 60],
      [60, 100],
      [160, 240],
      [0, 240],
    ],
  },
  "after-load": { every: 15, scrapes: 20, windows: [[0, 20]], warmUp: 3000, rest: 60, idle: 0 },
  "every-second": {
    ...COLD,
    every: 1,
    scrapes: 300,
    windows: [
      [0, 12],
      [12, 60],
      [60, 300],
    ],
  },
  idle: { ...COLD, every: 15, scrapes: 0, windows: [], rest: 30, idle: 300 },
};

/** What the options of a command may change. */
export interface Changes {
  readonly every: number;
  readonly scrapes: number;
  readonly warmUp: number;
  readonly rest: number;
  readonly idle: number;
}

/** A case by its name, changed where a number is given (not 0); undefined where there is no such case. */
export function caseOf(name: string, changes: Changes): Case | undefined {
  const preset = CASES[name];
  if (preset === undefined) return undefined;
  const scrapes = changes.scrapes || preset.scrapes;
  return {
    every: changes.every || preset.every,
    scrapes,
    windows: scrapes === preset.scrapes ? preset.windows : windowsOf(scrapes),
    warmUp: changes.warmUp || preset.warmUp,
    rest: changes.rest || preset.rest,
    idle: changes.idle || preset.idle,
  };
}

/** A tenth, the rest of the first half, the second half, and all of them. */
function windowsOf(scrapes: number): readonly Window[] {
  const ends = [0, Math.ceil(scrapes / 10), Math.ceil(scrapes / 2), scrapes];
  const parts = ends.slice(1).map((to, i): Window => [ends[i] ?? 0, to]);
  return [...parts.filter(([from, to]) => to > from), [0, scrapes]];
}
