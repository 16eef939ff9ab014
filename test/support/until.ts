import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds: far more than anything here takes, for machines with much else to do, and less than a test may take. */
const PATIENCE = 180_000;

/** Milliseconds between two looks at the condition. */
const INTERVAL = 10;

/** Waits until something has become true that no event announces; throws when it has not after three minutes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > PATIENCE) throw new Error(`still not true: ${condition.toString()}`);
    await sleep(INTERVAL);
  }
}
