import type { Emit } from "../../collectors/kit/define.ts";
import type { Family } from "../../collectors/kit/family.ts";

/** The parts of what prom-client's `get` resolves to that are used here. */
interface Snapshot {
  readonly values: readonly {
    readonly value: number;
    readonly labels: Readonly<Partial<Record<string, string | number>>>;
  }[];
}

const NOTHING: Snapshot = { values: [] };

/** A counter or gauge of prom-client with at most one label, as of its last `read`; nothing before its first change. */
export class ShownMetric<M extends { get(): Promise<Snapshot> }> {
  private readonly family: Family<readonly []> | Family<readonly [string]>;
  private readonly metric: M;
  private snapshot = NOTHING;
  private hasChanged = false;

  constructor(family: Family<readonly []> | Family<readonly [string]>, metric: M) {
    this.family = family;
    this.metric = metric;
  }

  /** The metric, which the caller is about to change. */
  changing(): M {
    this.hasChanged = true;
    return this.metric;
  }

  /** Asks for the values, which are there in a later turn of the event loop. */
  read(): void {
    if (!this.hasChanged) return;
    this.hasChanged = false;
    // Nothing here can be rejected: no metric collects by a function.
    void this.metric.get().then((snapshot) => (this.snapshot = snapshot));
  }

  emit(emit: Emit): void {
    const { family } = this;
    for (const { value, labels } of this.snapshot.values) {
      if (hasLabel(family)) emit(family, value, String(labels[family.labels[0]] ?? ""));
      else emit(family, value);
    }
  }
}

function hasLabel(family: Family<readonly []> | Family<readonly [string]>): family is Family<readonly [string]> {
  return family.labels.length === 1;
}
