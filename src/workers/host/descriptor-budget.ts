/** Bounds how many descriptors stay open between scrapes; past the bound, every read opens and closes its file. */
export class DescriptorBudget {
  /** Descriptors that stay open now. */
  inUse = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** True when one more descriptor may stay open; the caller returns it with `release`. */
  take(): boolean {
    if (this.inUse >= this.limit) return false;
    this.inUse++;
    return true;
  }

  release(): void {
    this.inUse--;
  }

  /** True when no more descriptor may stay open. */
  get isSpent(): boolean {
    return this.inUse >= this.limit;
  }
}
