import type { GroupTable } from "../kit/cpu-group.ts";
import type { Emit } from "../kit/define.ts";
import { gauge } from "../kit/family.ts";
import { GroupRange, rangeFamilies } from "../kit/group-range.ts";
import type { Governors } from "./governors.ts";
import { type Rate, RATES } from "./rates.ts";
import type { Policy } from "./scaled-cpus.ts";

/** The families of every rate, limits and others. */
export const RANGES = new Map(RATES.map((rate) => [rate, rangeFamilies(rate.family.name, rate.family.help)]));

export const GOVERNOR_CPUS = gauge(
  "node_cpu_group_scaling_governor_cpus",
  "CPUs of the group that use the frequency governor.",
  "group",
  "governor",
);

/** The limits and governor of a policy. */
export interface Settings {
  readonly limits: ReadonlyMap<Rate, number>;
  readonly governor: ReturnType<Governors["of"]>;
}

/** Limits and governors by group, which are the same on nearly every scrape. */
export class SettingsSummary {
  private readonly ranges = new Map([...RANGES].map(([rate, families]) => [rate, new GroupRange(families)]));
  private readonly users = new Map<string, number[]>();
  private policies: readonly Policy[] = [];
  private version = -1;

  /** Sums up again where a setting, a group or the policies are others than at the last time. */
  bringUpToDate(
    groups: GroupTable,
    policies: readonly Policy[],
    settings: { get(policy: Policy): Settings | undefined },
    haveChanged: boolean,
  ): void {
    const isSame = policies.length === this.policies.length && policies.every((each, i) => each === this.policies[i]);
    if (isSame && !haveChanged && this.version === groups.version) return;
    this.policies = policies;
    this.version = groups.version;
    this.users.clear();
    for (const range of this.ranges.values()) range.clear();
    for (const policy of policies) {
      const found = settings.get(policy);
      if (found !== undefined) for (const cpu of policy.cpus) this.add(groups.of(cpu), found);
    }
  }

  emit(emit: Emit, groups: GroupTable): void {
    for (const range of this.ranges.values()) range.emit(emit, groups);
    for (const [governor, counts] of this.users)
      counts.forEach((cpus, group) => emit(GOVERNOR_CPUS, cpus, groups.names[group] ?? "", governor));
  }

  private add(group: number, { limits, governor }: Settings): void {
    for (const [rate, hertz] of limits) this.ranges.get(rate)?.add(group, hertz);
    if (governor === undefined || group < 0) return;
    for (const each of governor.available) this.countsOf(each)[group] ??= 0;
    const counts = this.countsOf(governor.governor);
    counts[group] = (counts[group] ?? 0) + 1;
  }

  private countsOf(governor: string): number[] {
    let counts = this.users.get(governor);
    if (counts === undefined) this.users.set(governor, (counts = []));
    return counts;
  }
}
