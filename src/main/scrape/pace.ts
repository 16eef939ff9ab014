/** Collections between two looks. */
export const LOOK_EVERY = 10;

/** The part of the time that collections take when a worker is busy. */
const BUSY_PART = 1 / 200;

/** How busy a worker's collections keep it. */
export class Pace {
  private milliseconds = 0;
  private since = -Infinity;

  /**
   * Whether collections have kept the worker busy since the last look: all of them have taken so many milliseconds.
   * `now` is on the clock of `performance.now()`.
   */
  look(now: number, milliseconds: number): boolean {
    const isBusy = milliseconds - this.milliseconds > (now - this.since) * BUSY_PART;
    this.milliseconds = milliseconds;
    this.since = now;
    return isBusy;
  }
}
