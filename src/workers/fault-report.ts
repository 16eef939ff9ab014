import type { Fault } from "../collectors/kit/define.ts";

/** Faults of one collector that are reported; a page with more is of no use. */
const MAX_FAULTS = 100;

/** Sends what a collector finds faulty, when that has changed, and once when the collector is new. */
export class FaultReport {
  private readonly send: (faults: readonly Fault[]) => void;
  private last: readonly Fault[] | undefined;

  constructor(send: (faults: readonly Fault[]) => void) {
    this.send = send;
  }

  readonly report = (faults: readonly Fault[]): void => {
    if (this.last !== undefined && isSame(faults, this.last)) return;
    this.last = faults.slice(0, MAX_FAULTS);
    this.send(this.last);
  };
}

function isSame(faults: readonly Fault[], last: readonly Fault[]): boolean {
  if (Math.min(faults.length, MAX_FAULTS) !== last.length) return false;
  return last.every(({ subject, problem }, i) => faults[i]?.subject === subject && faults[i]?.problem === problem);
}
