import type { CpuGroups } from "../kernel/cpu-groups.ts";
import type { Emit, Scrape } from "../kit/define.ts";
import { familiesIn, gauge } from "../kit/family.ts";
import { GroupRange, rangeFamilies } from "../kit/group-range.ts";
import type { Governors } from "./governors.ts";
import { type Rate, RATES } from "./rates.ts";
import type { Cpu, ScaledCpus } from "./scaled-cpus.ts";

const families = new Map(RATES.map((rate) => [rate, rangeFamilies(rate.family.name, rate.family.help)]));

const governorCpus = gauge(
  "node_cpu_group_scaling_governor_cpus",
  "CPUs of the group that use the frequency governor.",
  "group",
  "governor",
);

export const GROUP_FAMILIES = familiesIn(families, governorCpus);

/** The limits and governor of a CPU as they were last read. */
interface Settings {
  readonly limits: ReadonlyMap<Rate, number>;
  readonly governor: ReturnType<Governors["of"]>;
}

/** Settings change seldom, and reading them takes most of the time: every scrape reads those of one CPU in so many. */
const TURNS = 8;

/**
 * Clock rates and governors by group of CPUs. Rates are read on every scrape. Settings are read in turns; where one has
 * changed, those of all CPUs are read in the same scrape, since whoever changes them rarely means one CPU only.
 */
export class GroupedScaling {
  private readonly groups: CpuGroups;
  private readonly cpus: ScaledCpus;
  private readonly governors: Governors;
  private readonly ranges: ReadonlyMap<Rate, GroupRange>;
  /** A CPU that comes back, or whose driver has changed, is another object. */
  private readonly settings = new WeakMap<Cpu, Settings>();
  private turn = 0;

  constructor(groups: CpuGroups, cpus: ScaledCpus, governors: Governors) {
    this.groups = groups;
    this.cpus = cpus;
    this.governors = governors;
    this.ranges = new Map([...families].map(([rate, range]) => [rate, new GroupRange(range)]));
  }

  update(emit: Emit, scrape: Scrape, offline: ReadonlySet<number>): void {
    const groups = this.groups.at(scrape);
    const read = new Set<Cpu>();
    let haveChanged = false;
    this.governors.startScrape();
    try {
      this.cpus.each(scrape, offline, (cpu) => {
        const group = groups.of(Number(cpu.cpu));
        this.cpus.eachCurrent(cpu, (rate, hertz) => this.ranges.get(rate)?.add(group, hertz));
        if (this.isDue(cpu) && this.readSettings(cpu)) haveChanged = true;
        read.add(cpu);
      });
      if (haveChanged) this.cpus.each(scrape, offline, (cpu) => void this.readSettings(cpu));
    } finally {
      this.turn = (this.turn + 1) % TURNS;
      this.emitAll(emit, read);
    }
  }

  private isDue(cpu: Cpu): boolean {
    return Number(cpu.cpu) % TURNS === this.turn || !this.settings.has(cpu);
  }

  /** Reads the settings of a CPU; whether they are others than those that were known. */
  private readSettings(cpu: Cpu): boolean {
    const limits = new Map<Rate, number>();
    this.cpus.eachLimit(cpu, (rate, hertz) => limits.set(rate, hertz));
    const governor = this.governors.of(this.cpus.directoryOf(cpu));
    const before = this.settings.get(cpu);
    this.settings.set(cpu, { limits, governor });
    if (before === undefined) return false;
    const sameLimits =
      limits.size === before.limits.size && [...limits].every(([rate, hertz]) => before.limits.get(rate) === hertz);
    return (
      !sameLimits ||
      governor?.governor !== before.governor?.governor ||
      governor?.available !== before.governor?.available
    );
  }

  private emitAll(emit: Emit, read: ReadonlySet<Cpu>): void {
    const users = new GovernorUsers();
    for (const cpu of read) {
      const group = this.groups.of(Number(cpu.cpu));
      const settings = this.settings.get(cpu);
      if (settings === undefined) continue;
      for (const [rate, hertz] of settings.limits) this.ranges.get(rate)?.add(group, hertz);
      users.add(group, settings.governor);
    }
    for (const range of this.ranges.values()) range.emit(emit, this.groups);
    users.emit(emit, this.groups);
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
