/** Returns the CPU time that a thread has used, in seconds. */
export type CpuClock = () => number;

/** Splits the CPU time of a thread among those that use it one after the other. */
export class CpuLaps {
  private readonly clock: CpuClock;
  private last: number;

  constructor(clock: CpuClock) {
    this.clock = clock;
    this.last = clock();
  }

  /** Seconds since the last lap, or since the beginning. */
  lap(): number {
    const now = this.clock();
    const seconds = now - this.last;
    this.last = now;
    return seconds;
  }
}
