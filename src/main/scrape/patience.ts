/** Clients are remembered for one to two of these times, in milliseconds. */
const WINDOW = 60_000;

/** A run is given at least this long, in milliseconds. */
const LEAST = 1000;

/**
 * How long the most patient of the recent clients waits. A run is given that long even where only an impatient client
 * asked for it: a collector that is cut short for one client would be missing for the next one, too.
 */
export class Patience {
  private current = 0;
  private previous = 0;
  private since = 0;

  /** A client waits for so many milliseconds. */
  note(milliseconds: number, now: number): void {
    if (now - this.since >= WINDOW) {
      this.previous = now - this.since >= 2 * WINDOW ? 0 : this.current;
      this.current = 0;
      this.since = now;
    }
    if (milliseconds > this.current) this.current = milliseconds;
  }

  /** In milliseconds. */
  get longest(): number {
    return Math.max(LEAST, this.current, this.previous);
  }
}
