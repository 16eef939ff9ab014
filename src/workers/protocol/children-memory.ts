/** Children that one worker may have: a running one, and three that linger. */
const MAX_CHILDREN = 4;

/** Children of workers that have ended; more than that are not reaped before the process ends. */
const MAX_ORPHANS = 64;

/** Memory for the process ids of a worker's children, which outlives the worker; 0: no child. */
export function childrenMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(MAX_CHILDREN * Int32Array.BYTES_PER_ELEMENT);
}

/** The same for children of workers that have ended; all workers share it. */
export function orphansMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer((1 + MAX_ORPHANS) * Int32Array.BYTES_PER_ELEMENT);
}

/**
 * Children that workers have left behind when they ended. The process has to reap them, and only who knows their ids
 * can: any worker may do so.
 */
export class Orphans {
  /** How many there are, in its only place: every scrape looks there, without a call. */
  readonly count: Int32Array;
  private readonly pids: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.count = new Int32Array(memory, 0, 1);
    this.pids = new Int32Array(memory, Int32Array.BYTES_PER_ELEMENT);
  }

  /** Takes over the children of a worker that has ended. */
  takeOver(children: SharedArrayBuffer): void {
    for (const pid of new Int32Array(children)) if (pid > 0) this.add(pid);
  }

  /** `hasEnded` is asked for every one, and may be asked by several threads at once. */
  forget(hasEnded: (pid: number) => boolean): void {
    const { pids } = this;
    for (let i = 0; i < pids.length; i++) {
      const pid = Atomics.load(pids, i);
      if (pid > 0 && hasEnded(pid) && Atomics.compareExchange(pids, i, pid, 0) === pid) Atomics.sub(this.count, 0, 1);
    }
  }

  private add(pid: number): void {
    const { pids } = this;
    for (let i = 0; i < pids.length; i++) {
      if (Atomics.compareExchange(pids, i, 0, pid) !== 0) continue;
      Atomics.add(this.count, 0, 1);
      return;
    }
  }
}
