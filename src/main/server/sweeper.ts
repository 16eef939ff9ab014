/** Something that ends by time. Times are in milliseconds on the clock of `performance.now()`. */
export interface Swept {
  /** Ends what has to end by now. Returns the earliest time at which more may have to, infinity where there is none. */
  sweep(now: number): number;
}

/** A timer may fire early by a part of a millisecond. */
const MARGIN = 1;

/**
 * The only timer of the server, set for the earliest time at which something may have to end, so that nothing runs while
 * nothing happens. What ends later need not be taken back: the timer then finds nothing to do.
 */
export class Sweeper {
  /** When it looks at the parts next: `by` changes nothing for later times. */
  dueAt = Infinity;
  /** Before this time `look` does nothing. */
  restsUntil = -Infinity;
  private readonly parts: Swept[] = [];
  private readonly pause: number;
  private timer: NodeJS.Timeout | undefined;

  /** `pause`: the least time between two looks at the parts. */
  constructor(pause: number) {
    this.pause = pause;
  }

  /** From now on its ends are looked after. */
  add(part: Swept): void {
    this.parts.push(part);
  }

  /** Something may have to end at this time. */
  by(time: number): void {
    if (time < this.dueAt) this.arm(time);
  }

  /** A look at the parts because the program is awake anyway, unless the last one was a moment ago. */
  look(now: number): void {
    if (now >= this.restsUntil) this.sweep(now);
  }

  stop(): void {
    clearTimeout(this.timer);
    // Whatever is closed from now on has no deadline.
    this.dueAt = -Infinity;
  }

  private sweep(now: number): void {
    this.restsUntil = now + this.pause;
    let next = Infinity;
    for (const part of this.parts) next = Math.min(next, part.sweep(now));
    this.by(Math.max(next, this.restsUntil));
  }

  private arm(time: number): void {
    clearTimeout(this.timer);
    this.dueAt = time;
    this.timer = setTimeout(() => this.fire(), Math.ceil(Math.max(time - performance.now(), 0)) + MARGIN);
  }

  /** A timer is early where the turn of the event loop that set it took long. */
  private fire(): void {
    const now = performance.now();
    if (now < this.dueAt) {
      this.arm(this.dueAt);
      return;
    }
    this.dueAt = Infinity;
    this.sweep(now);
  }
}
