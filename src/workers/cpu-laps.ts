/** Splits the CPU time of a thread among those that use it one after the other. */
export class CpuLaps {
  private readonly clock: () => number;
  private last: number;

  /** `clock`: the CPU time of the thread in seconds. */
  constructor(clock: () => number) {
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
