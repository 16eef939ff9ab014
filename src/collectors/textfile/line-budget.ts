/** Allows a number of log lines at once, and one more after every interval. Times are in milliseconds. */
export class LineBudget {
  private readonly most: number;
  private readonly interval: number;
  private lines: number;
  private countedAt: number;

  constructor(most: number, interval: number, now: number) {
    this.most = most;
    this.interval = interval;
    this.lines = most;
    this.countedAt = now;
  }

  /** How many lines may be written now; a part of a line is none. */
  left(now: number): number {
    this.lines = Math.min(this.most, this.lines + (now - this.countedAt) / this.interval);
    this.countedAt = now;
    return this.lines;
  }

  /** A line is written. */
  take(): void {
    this.lines--;
  }
}
