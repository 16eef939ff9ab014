import type { CpuGroups } from "../kernel/cpu-groups.ts";
import type { Emit, Scrape } from "../kit/define.ts";
import { familiesIn, gauge } from "../kit/family.ts";
import { GroupRange, rangeFamilies } from "../kit/group-range.ts";
import type { Governors } from "./governors.ts";
import { type Rate, RATES } from "./rates.ts";
import type { ScaledCpus } from "./scaled-cpus.ts";

const families = new Map(RATES.map((rate) => [rate, rangeFamilies(rate.family.name, rate.family.help)]));

const governorCpus = gauge(
  "node_cpu_group_scaling_governor_cpus",
  "CPUs of the group that use the frequency governor.",
  "group",
  "governor",
);

export const GROUP_FAMILIES = familiesIn(families, governorCpus);

/** Clock rates and governors by group of CPUs. */
export class GroupedScaling {
  private readonly groups: CpuGroups;
  private readonly cpus: ScaledCpus;
  private readonly governors: Governors;
  private readonly ranges: ReadonlyMap<Rate, GroupRange>;

  constructor(groups: CpuGroups, cpus: ScaledCpus, governors: Governors) {
    this.groups = groups;
    this.cpus = cpus;
    this.governors = governors;
    this.ranges = new Map([...families].map(([rate, range]) => [rate, new GroupRange(range)]));
  }

  update(emit: Emit, scrape: Scrape, offline: ReadonlySet<number>): void {
    const groups = this.groups.at(scrape);
    const users = new GovernorUsers();
    this.governors.startScrape();
    try {
      this.cpus.each(scrape, offline, (cpu, directory) => {
        const group = groups.of(Number(cpu.cpu));
        this.cpus.eachRate(cpu, directory, (rate, hertz) => this.ranges.get(rate)?.add(group, hertz));
        users.add(group, this.governors.of(directory));
      });
    } finally {
      for (const range of this.ranges.values()) range.emit(emit, groups);
      users.emit(emit, groups);
    }
  }
}

/** Counts the CPUs that use each governor. */
class GovernorUsers {
  private readonly cpus = new Map<string, number[]>();

  add(group: number, found: ReturnType<Governors["of"]>): void {
    if (found === undefined || group < 0) return;
    for (const each of found.available) this.countsOf(each)[group] ??= 0;
    const counts = this.countsOf(found.governor);
    counts[group] = (counts[group] ?? 0) + 1;
  }

  emit(emit: Emit, { names }: CpuGroups): void {
    for (const [governor, counts] of this.cpus)
      counts.forEach((cpus, group) => emit(governorCpus, cpus, names[group] ?? "", governor));
  }

  private countsOf(governor: string): number[] {
    let counts = this.cpus.get(governor);
    if (counts === undefined) this.cpus.set(governor, (counts = []));
    return counts;
  }
}
