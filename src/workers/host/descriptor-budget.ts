/** Bounds how many descriptors stay open between scrapes; past the bound, every read opens and closes its file. */
export class DescriptorBudget {
  private used = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** True when one more descriptor may stay open; the caller returns it with `release`. */
  take(): boolean {
    if (this.used >= this.limit) return false;
    this.used++;
    return true;
  }

  release(): void {
    this.used--;
  }

  /** True when no more descriptor may stay open. */
  get isSpent(): boolean {
    return this.used >= this.limit;
  }

  get inUse(): number {
    return this.used;
  }
}
