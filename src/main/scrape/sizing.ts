import { balance } from "./balance.ts";
import type { Section } from "../../workers/protocol/section.ts";

/** When the pool grows and shrinks. Times are in seconds. */
export interface SizingOptions {
  /** Workers at most, and `MAX_LANES` at most. */
  readonly maxLanes: number;
  /** Another worker has to make a collection this much shorter. */
  readonly worthwhile: number;
  /** A worker leaves when the others take this little longer without it. */
  readonly negligible: number;
  /** Collections in a row that ask for the same change before it is made. */
  readonly growAfter: number;
  readonly shrinkAfter: number;
  /** Collections after which a further worker has to have made them shorter, and after which another try is made. */
  readonly proveAfter: number;
  readonly retryAfter: number;
}

/** A worker takes about 10 MB, and parallel reads of sysfs contend in the kernel: only long collections are worth one. */
export const SIZING: Omit<SizingOptions, "maxLanes"> = {
  worthwhile: 0.02,
  negligible: 0.005,
  growAfter: 10,
  shrinkAfter: 100,
  proveAfter: 20,
  retryAfter: 1000,
};

/** More workers than this contend for the kernel's locks rather than help each other. */
const MAX_LANES = 8;

/** What to do: split the collectors of a lane, leave them to another lane and end it, or nothing. */
export type Resize =
  | { readonly kind: "split"; readonly lane: number; readonly moved: readonly number[] }
  | { readonly kind: "join"; readonly lane: number; readonly into: number };

/** Weight of the latest collection in the average. */
const WEIGHT = 0.2;

/** A worker that has been added: how many there are since, and what the longest lane took without it. */
interface Trial {
  readonly lanes: number;
  readonly before: number;
  collections: number;
}

/**
 * Decides how many workers share the collectors, by what each collector takes on average. Collectors take longer beside
 * each other, where they wait for the same lock of the kernel: a worker that has made collections less than half as much
 * shorter as is worthwhile leaves again.
 */
export class Sizing {
  private readonly options: SizingOptions;
  private readonly costs: number[] = [];
  private heavy = 0;
  private light = 0;
  private trial: Trial | undefined;
  /** Collections for which no further worker is tried. */
  private pause = 0;

  constructor(options: SizingOptions) {
    this.options = options;
  }

  /** Notes how long the collectors of a collection took. */
  record(sections: readonly Section[]): void {
    const { costs } = this;
    for (const { collector, seconds } of sections) {
      const before = costs[collector] ?? seconds;
      costs[collector] = before + (seconds - before) * WEIGHT;
    }
  }

  /** After every collection; `lanes`: the collectors of each. */
  decide(lanes: readonly (readonly number[])[]): Resize | undefined {
    const totals = lanes.map((collectors) => this.total(collectors));
    if (this.hasFailed(totals)) return this.decided(shortest(totals));
    const split = this.split(lanes, totals);
    this.heavy = split === undefined ? 0 : this.heavy + 1;
    if (split !== undefined) {
      if (this.heavy < this.options.growAfter) return undefined;
      this.trial = { lanes: lanes.length + 1, before: Math.max(...totals), collections: 0 };
      return this.decided(split);
    }
    const join = this.join(totals);
    this.light = join === undefined ? 0 : this.light + 1;
    return join !== undefined && this.light >= this.options.shrinkAfter ? this.decided(join) : undefined;
  }

  private decided(resize: Resize): Resize {
    this.heavy = 0;
    this.light = 0;
    return resize;
  }

  /** Whether the worker that was added last has had its time, and collections are hardly shorter. */
  private hasFailed(totals: readonly number[]): boolean {
    const { trial } = this;
    if (this.pause > 0) this.pause--;
    if (trial === undefined || totals.length !== trial.lanes) return false;
    if (++trial.collections < this.options.proveAfter) return false;
    this.trial = undefined;
    const hasFailed = trial.before - Math.max(...totals) < this.options.worthwhile / 2;
    if (hasFailed) this.pause = this.options.retryAfter;
    return hasFailed;
  }

  /** The collectors of the longest lane in two, when that makes the collection shorter. */
  private split(lanes: readonly (readonly number[])[], totals: readonly number[]): Resize | undefined {
    if (this.pause > 0 || lanes.length >= Math.min(this.options.maxLanes, MAX_LANES)) return undefined;
    const longest = Math.max(...totals);
    const lane = totals.indexOf(longest);
    const second = Math.max(0, ...totals.filter((_, i) => i !== lane));
    const [stay = [], moved = []] = balance(lanes[lane] ?? [], 2, (collector) => this.costs[collector] ?? 0);
    const after = Math.max(second, this.total(stay), this.total(moved));
    return longest - after > this.options.worthwhile ? { kind: "split", lane, moved } : undefined;
  }

  /** The shortest lane into the next shortest, when the collection hardly gets longer. */
  private join(totals: readonly number[]): Resize | undefined {
    if (totals.length < 2) return undefined;
    const join = shortest(totals);
    const joined = (totals[join.into] ?? 0) + (totals[join.lane] ?? 0);
    return joined - Math.max(...totals) < this.options.negligible ? join : undefined;
  }

  private total(collectors: readonly number[]): number {
    return collectors.reduce((sum, collector) => sum + (this.costs[collector] ?? 0), 0);
  }
}

/** The two shortest lanes into one. The first lane stays. */
function shortest(totals: readonly number[]): Extract<Resize, { kind: "join" }> {
  const [into = 0, lane = 0] = totals
    .map((_, i) => i)
    .toSorted((a, b) => (totals[a] ?? 0) - (totals[b] ?? 0))
    .slice(0, 2)
    .toSorted((a, b) => a - b);
  return { kind: "join", lane, into };
}
