import { libc } from "../native/libc.ts";
import { childrenMemory } from "../protocol/children-memory.ts";

/** Returns at once where the child has not ended (waitpid(2)). */
const WNOHANG = 1;

/**
 * Process ids of a worker's children, in memory that outlives it. A worker that crashes leaves its children to the
 * process, where only who knows their ids can reap them: the next worker with this memory.
 */
export class KeptChildren {
  /** Children of earlier workers that have not ended. */
  orphans: readonly number[];
  private readonly pids: Int32Array;

  constructor(memory = childrenMemory()) {
    this.pids = new Int32Array(memory);
    this.orphans = [...this.pids].filter((pid) => pid > 0);
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
    const ended = this.orphans.filter((pid) => !isRunning(pid));
    for (const pid of ended) this.remove(pid);
    this.orphans = this.orphans.filter((pid) => !ended.includes(pid));
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
