import { OpenError, type Owner, type Owners } from "./owners.ts";

/** Who asks for a split. */
interface Split {
  readonly owner: Owner;
  /** Collectors that keep its worker busy. */
  readonly slow: ReadonlySet<number>;
  /** Collectors that the run had not got to. */
  readonly unproven: readonly number[];
  /** False when the worker has got on meanwhile. */
  isStuck(): boolean;
  /** `taker`: who has the others from now on; undefined where they stay, for now or for good. */
  decided(taker: Owner | undefined): void;
}

/**
 * Leaves collectors that keep a worker busy alone there, while the others go on elsewhere. The lane for them is open
 * before they move: where no worker can be had they stay, and are back when theirs goes on or when another can be had.
 */
export class Splitter {
  private readonly owners: Owners;

  constructor(owners: Owners) {
    this.owners = owners;
  }

  /** False when there is nothing to gain: the only worker, which may just be slow to begin. */
  split(split: Split): boolean {
    const { owner, slow } = split;
    const others = [...owner.collectors].filter((collector) => !slow.has(collector));
    if (others.length > 0) {
      this.open(split, others);
      return true;
    }
    if (this.owners.all.length === 1) return false;
    owner.become("isolated");
    split.decided(undefined);
    return true;
  }

  private open(split: Split, others: readonly number[]): void {
    this.owners.open(others).then(
      (lane) => {
        const { owner } = split;
        if (split.isStuck()) {
          owner.become("isolated");
          const fresh = this.owners.moveToLane(others, owner, lane, "shared");
          this.owners.leaveOutIfShort(fresh.share(split.unproven), fresh);
          split.decided(fresh);
        } else {
          void lane.close();
          split.decided(undefined);
        }
      },
      (error: unknown) => {
        if (split.isStuck()) this.standIn(split, others, error instanceof OpenError ? error.delay : 0);
        else split.decided(undefined);
      },
    );
  }

  /** No worker can be had: another one takes the others, or they wait. */
  private standIn(split: Split, others: readonly number[], delay: number): void {
    const { owner } = split;
    const taker = this.owners.shared.find((other) => other !== owner && !other.backoff.hasFailed);
    owner.become("isolated");
    if (taker === undefined) {
      setTimeout(() => {
        if (split.isStuck()) this.open(split, others);
      }, delay).unref();
    } else this.owners.move(others, owner, taker);
    split.decided(taker);
  }
}
