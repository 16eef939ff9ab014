/** Where the places of all collectors together are counted. */
const TOTAL = 0;

/** Memory in which the places that collectors hold are counted; all workers share it. */
export function placesMemory(collectors: number): SharedArrayBuffer {
  return new SharedArrayBuffer((1 + collectors) * Int32Array.BYTES_PER_ELEMENT);
}

/** Frees what a collector holds that does not run any more. Main may do so while the collector's worker takes places. */
export function freePlaces(memory: SharedArrayBuffer, collector: number): void {
  const held = new Int32Array(memory);
  Atomics.sub(held, TOTAL, Atomics.exchange(held, 1 + collector, 0));
}

/** The places for series that one collector may hold, of its own budget and of that of all collectors. */
export class Places {
  private readonly held: Int32Array;
  private readonly own: number;
  private readonly most: number;
  private readonly total: number;

  /** `collector`: by number; `most`: its own budget, `total`: that of all collectors; Infinity for none. */
  constructor(memory: SharedArrayBuffer, collector: number, most: number, total: number) {
    this.held = new Int32Array(memory);
    this.own = 1 + collector;
    this.most = most;
    this.total = total;
  }

  /** Takes this many places in place of those that were held, or fewer where there are not as many, and returns how many. */
  take(wanted: number): number {
    const { held, own } = this;
    for (;;) {
      const before = Atomics.load(held, own);
      const more = Math.min(wanted, this.most) - before;
      const change = more > 0 ? this.reserve(more) : more;
      const isTaken = Atomics.compareExchange(held, own, before, before + change) === before;
      if (isTaken && change < 0) Atomics.add(held, TOTAL, change);
      if (isTaken) return before + change;
      // Those held before have been freed meanwhile.
      if (change > 0) Atomics.sub(held, TOTAL, change);
    }
  }

  /** Whether the collector could have more than it holds. */
  get hasRoom(): boolean {
    return Atomics.load(this.held, this.own) < this.most && Atomics.load(this.held, TOTAL) < this.total;
  }

  /** Workers take places at the same time. */
  private reserve(wanted: number): number {
    const { held } = this;
    for (;;) {
      const used = Atomics.load(held, TOTAL);
      const granted = Math.max(0, Math.min(wanted, this.total - used));
      if (Atomics.compareExchange(held, TOTAL, used, used + granted) === used) return granted;
    }
  }
}
