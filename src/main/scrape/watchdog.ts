/** What a worker shows of its progress. */
export interface Watched {
  /** Sections published since the task started. */
  readonly published: number;
  /** False until the thread begins with its task: it may be starting or kept from running, and no collector is to blame. */
  readonly hasBegun: boolean;
  /** Milliseconds for which the thread has run or waited for a processor; undefined where the kernel does not report it. */
  activeMilliseconds(): number | undefined;
}

/** A worker that waits in the kernel for this long is stuck, in milliseconds: a part of the time left, within bounds. */
const BLOCKED = 1000;
const BLOCKED_AT_LEAST = 250;
const BLOCKED_PART = 0.3;

/** So long may one collector compute, in milliseconds: a slow or busy processor is no reason to start another thread. */
const BUSY = 5000;
const BUSY_PART = 0.5;

/** A thread may take this long to begin, in milliseconds: its start takes seconds where processor time is short. */
const BEGINNING = 10_000;

/** Until the first look at a run, in milliseconds: most runs have ended by then. */
export const FIRST_LOOK = BLOCKED_AT_LEAST / 4;

/** Looks at a worker's progress from time to time: no new section for some time means that it is stuck. */
export class Watchdog {
  /** Milliseconds from one look to the next. */
  readonly interval: number;
  private readonly worker: Watched;
  private readonly blocked: number;
  private readonly busy: number;
  private published = 0;
  private wasWaiting = false;
  private since: number;
  private activeSince: number | undefined;

  /** `milliseconds`: the time that the run is given. `isSuspect`: others that ran just before have got stuck. */
  constructor(worker: Watched, milliseconds: number, now: number, isSuspect = false) {
    this.worker = worker;
    this.blocked = isSuspect
      ? BLOCKED_AT_LEAST
      : Math.max(BLOCKED_AT_LEAST, Math.min(BLOCKED, milliseconds * BLOCKED_PART));
    this.busy = Math.max(this.blocked, Math.min(BUSY, milliseconds * BUSY_PART));
    this.interval = this.blocked / 4;
    this.since = now;
  }

  /** One look. */
  isStuck(now: number): boolean {
    const { published, hasBegun } = this.worker;
    const active = this.worker.activeMilliseconds();
    if (published !== this.published || (hasBegun && this.wasWaiting)) {
      this.published = published;
      this.since = now;
      this.activeSince = active;
    }
    this.wasWaiting = !hasBegun;
    this.activeSince ??= active;
    const silent = now - this.since;
    if (!hasBegun) return silent >= BEGINNING;
    const computed = active === undefined || this.activeSince === undefined ? 0 : active - this.activeSince;
    return silent - computed >= this.blocked || silent >= this.busy;
  }
}
