/** When to try again what has failed: after a delay that doubles with every failure in a row. Times are in milliseconds. */
export class Backoff {
  private readonly first: number;
  private readonly longest: number;
  /** True from a failure to the next success. */
  hasFailed = false;
  private delay = 0;
  private until = 0;

  constructor({ first, longest }: { readonly first: number; readonly longest: number }) {
    this.first = first;
    this.longest = longest;
  }

  /** True while it is too early for another try; `now` is on the clock of `performance.now()`, as all times here. */
  isWaiting(now: number): boolean {
    return now < this.until;
  }

  /** Returns the delay until the next try. */
  failed(now: number): number {
    this.delay = this.hasFailed ? Math.min(this.longest, this.delay * 2) : this.first;
    this.until = now + this.delay;
    this.hasFailed = true;
    return this.delay;
  }

  succeeded(): void {
    this.hasFailed = false;
    this.delay = 0;
    this.until = 0;
  }
}
