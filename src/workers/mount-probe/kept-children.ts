import { libc } from "../native/libc.ts";
import { childrenMemory, Orphans, orphansMemory } from "../protocol/children-memory.ts";

/** Returns at once where the child has not ended (waitpid(2)). */
const WNOHANG = 1;

/**
 * Process ids of a worker's children, in memory that outlives it: a worker that ends while one lingers in a call leaves
 * it to the others. Node.js reaps those of this worker.
 */
export class KeptChildren {
  /** Children of workers that have ended, and have not ended themselves. */
  readonly orphans: Orphans;
  private readonly pids: Int32Array;

  constructor(memory = childrenMemory(), orphans = orphansMemory()) {
    this.pids = new Int32Array(memory);
    this.orphans = new Orphans(orphans);
  }

  add(pid: number): void {
    const place = this.pids.indexOf(0);
    if (place >= 0) this.pids[place] = pid;
  }

  remove(pid: number): void {
    const place = this.pids.indexOf(pid);
    if (place >= 0) this.pids[place] = 0;
  }

  /** Reaps what earlier workers have left and what has ended. */
  reapOrphans(): void {
    this.orphans.forget((pid) => !isRunning(pid));
  }
}

function isRunning(pid: number): boolean {
  try {
    return libc().waitpid(pid, null, WNOHANG) === 0;
  } catch {
    // No koffi for this platform: it stays until the process ends.
    return false;
  }
}
