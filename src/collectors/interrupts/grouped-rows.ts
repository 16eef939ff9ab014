import { createHash } from "node:crypto";
import type { GroupCounters } from "../kit/group-counters.ts";
import type { InterruptRow } from "../parsers/procfs/interrupts.ts";

/** The labels of a row. */
type RowLabels = Pick<InterruptRow, "type" | "info" | "devices">;

const NO_LABELS: RowLabels = { type: "", info: "", devices: "" };

/** Knows which counter is that of a row; a worker that comes later finds it by a hash of the labels. */
export class GroupedRows {
  private readonly totals: GroupCounters;
  private readonly counters = new Map<string, number>();
  private readonly labels: (RowLabels | undefined)[] = [];
  private readonly keys: string[] = [];

  constructor(totals: GroupCounters) {
    this.totals = totals;
  }

  /** The counter of a row; -1 where all are in use. */
  counterOf({ type, info, devices }: RowLabels): number {
    const key = `${type};${info};${devices}`;
    const known = this.counters.get(key);
    if (known !== undefined) return known;
    const counter = this.totals.counterOf(hashOf(key));
    if (counter < 0) return -1;
    this.counters.delete(this.keys[counter] ?? "");
    this.counters.set(key, counter);
    this.keys[counter] = key;
    this.labels[counter] = { type, info, devices };
    return counter;
  }

  /** The same strings on every scrape, which the sink compares much faster. */
  labelsOf(counter: number): RowLabels {
    return this.labels[counter] ?? NO_LABELS;
  }
}

/** A number that is not 0. Of 4,096 rows two have the same one in one case of ten million. */
function hashOf(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 6) || 1;
}
