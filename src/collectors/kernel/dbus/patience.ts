import { BusSilence } from "./connection.ts";

/** Asks a service that may be silent; while it was silent a moment ago, fails as it did then, at once. */
type Patience = (ask: () => Promise<void>) => Promise<void>;

/** Who asks with less time than this may find a busy bus silent, in milliseconds. */
const WORTH_SPARING = 250;

/** Between two attempts, in milliseconds; doubled for each further one without an answer. */
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 120_000;

/** Keeps a bus that does not answer from costing two seconds on every scrape. `now` is in milliseconds. */
export function createPatience(now: () => number = () => performance.now()): Patience {
  let silence: BusSilence | undefined;
  let pause = 0;
  let askAgain = 0;

  return async (ask) => {
    const start = now();
    if (silence !== undefined && start < askAgain) throw silence;
    silence = undefined;
    try {
      await ask();
      pause = 0;
    } catch (error) {
      if (error instanceof BusSilence) remember(error, now() - start);
      else pause = 0;
      throw error;
    }
  };

  function remember(error: BusSilence, waited: number): void {
    if (waited < WORTH_SPARING) return;
    silence = error;
    pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 2));
    askAgain = now() + pause;
  }
}
