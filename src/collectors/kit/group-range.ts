import type { GroupTable } from "./cpu-group.ts";
import type { Emit } from "./define.ts";
import { type Family, gauge } from "./family.ts";

/** The lowest and the highest value of a gauge in a group of CPUs. */
export interface RangeFamilies {
  readonly lowest: Family<readonly ["group"]>;
  readonly highest: Family<readonly ["group"]>;
}

/** Families for a gauge of CPUs, such as `node_cpu_frequency_hertz`. */
export function rangeFamilies(name: string, what: string): RangeFamilies {
  const named = (bound: string) => name.replace(/^node_cpu_/, "node_cpu_group_").replace(/_hertz$/, `_${bound}_hertz`);
  return {
    lowest: gauge(named("lowest"), `Lowest of a group of CPUs: ${what}`, "group"),
    highest: gauge(named("highest"), `Highest of a group of CPUs: ${what}`, "group"),
  };
}

/** Takes the values of a gauge, CPU by CPU, and emits their range in each group. */
export class GroupRange {
  private readonly families: RangeFamilies;
  private readonly lowest: number[] = [];
  private readonly highest: number[] = [];

  constructor(families: RangeFamilies) {
    this.families = families;
  }

  /** `group`: by number; -1 for none. */
  add(group: number, value: number): void {
    if (group < 0) return;
    this.lowest[group] = Math.min(this.lowest[group] ?? Infinity, value);
    this.highest[group] = Math.max(this.highest[group] ?? -Infinity, value);
  }

  /** Emits what was added since the last `clear`. */
  emit(emit: Emit, { names }: GroupTable): void {
    for (let group = 0; group < names.length; group++) {
      const [lowest = Infinity, highest, name = ""] = [this.lowest[group], this.highest[group], names[group]];
      if (highest === undefined || lowest === Infinity) continue;
      emit(this.families.lowest, lowest, name);
      emit(this.families.highest, highest, name);
    }
  }

  /** Forgets all values. */
  clear(): void {
    this.lowest.length = 0;
    this.highest.length = 0;
  }
}
