import { setTimeout as sleep } from "node:timers/promises";

/** Far more than anything here takes, for machines with much else to do. */
const PATIENCE = 20_000;

/** Waits until something has become true. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > PATIENCE) throw new Error(`still not true: ${condition.toString()}`);
    await sleep(10);
  }
}
