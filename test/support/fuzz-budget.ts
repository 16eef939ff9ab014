/** How long properties are tried: so many runs in `npm test`, with a seed and a time in `npm run fuzz`. */
export interface FuzzBudget {
  readonly numRuns: number;
  readonly seed?: number;
  readonly interruptAfterTimeLimit?: number;
}

/** The budget of one property, which gets by with `runs` runs in `npm test`. */
export function fuzzBudget(runs: number): FuzzBudget {
  const { FUZZ_SEED, FUZZ_MILLISECONDS } = process.env;
  if (FUZZ_SEED === undefined || FUZZ_MILLISECONDS === undefined) return { numRuns: runs };
  return { numRuns: 1e9, seed: Number(FUZZ_SEED), interruptAfterTimeLimit: Number(FUZZ_MILLISECONDS) };
}
