import type { Fault } from "../../collectors/kit/define.ts";

/** A fault that a collector reports at present. */
export interface KnownFault extends Fault {
  readonly collector: string;
  /** When it was first reported, in milliseconds since the epoch. */
  readonly since: number;
}

/** What of the host collectors report as faulty at present. Each of them reports a bounded number. */
export class KnownFaults {
  private readonly byCollector = new Map<string, readonly KnownFault[]>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  get list(): readonly KnownFault[] {
    return [...this.byCollector.values()].flat();
  }

  /** How many faults a collector has now. */
  count(collector: string): number {
    return this.byCollector.get(collector)?.length ?? 0;
  }

  /** All faults that a collector has now. */
  replace(collector: string, faults: readonly Fault[]): void {
    const before = this.byCollector.get(collector) ?? [];
    const now = this.now();
    const known = faults.map(({ subject, problem }): KnownFault => {
      const same = before.find((fault) => fault.subject === subject && fault.problem === problem);
      return { collector, subject, problem, since: same?.since ?? now };
    });
    this.byCollector.set(collector, known);
  }
}
