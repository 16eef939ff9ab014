import type { CpuGroups } from "../kernel/cpu-groups.ts";
import type { Emit, Scrape } from "../kit/define.ts";
import { familiesIn } from "../kit/family.ts";
import { GroupRange } from "../kit/group-range.ts";
import type { Governors, PolicyFiles } from "./governors.ts";
import { GOVERNOR_CPUS, RANGES, type Settings, SettingsSummary } from "./group-settings.ts";
import type { Rate } from "./rates.ts";
import type { Policy, ScaledCpus } from "./scaled-cpus.ts";

export const GROUP_FAMILIES = familiesIn(RANGES, GOVERNOR_CPUS);

/** Settings change seldom, and reading them takes most of the time: every scrape reads those of one policy in so many. */
const TURNS = 16;

/**
 * Clock rates and governors by group of CPUs. Rates are read on every scrape. Settings are read in turns; where one has
 * changed, those of all policies are read in the same scrape, since whoever changes them rarely means one CPU only.
 */
export class GroupedScaling {
  private readonly groups: CpuGroups;
  private readonly cpus: ScaledCpus;
  private readonly governors: Governors;
  private readonly ranges = new Map([...RANGES].map(([rate, families]) => [rate, new GroupRange(families)]));
  /** A policy that comes back, or whose driver has changed, is another object. */
  private readonly settings = new WeakMap<Policy, Settings>();
  private readonly summary = new SettingsSummary();
  private turn = 0;

  constructor(groups: CpuGroups, cpus: ScaledCpus, governors: Governors) {
    this.groups = groups;
    this.cpus = cpus;
    this.governors = governors;
  }

  update(emit: Emit, scrape: Scrape, offline: ReadonlySet<number>): void {
    const groups = this.groups.at(scrape);
    const read: Policy[] = [];
    let [place, haveChanged] = [0, false];
    this.governors.startScrape();
    try {
      this.cpus.eachPolicy(scrape, offline, (policy) => {
        const isDue = place++ % TURNS === this.turn || !this.settings.has(policy);
        this.cpus.rates.eachCurrent(policy.cpu, (rate, hertz) => this.addRate(groups, policy, rate, hertz));
        if (isDue && this.readSettings(policy)) haveChanged = true;
        read.push(policy);
      });
      if (haveChanged) this.cpus.eachPolicy(scrape, offline, (policy) => void this.readSettings(policy));
    } finally {
      this.turn = (this.turn + 1) % TURNS;
      for (const range of this.ranges.values()) {
        range.emit(emit, groups);
        range.clear();
      }
      this.summary.bringUpToDate(groups, read, this.settings, haveChanged);
      this.summary.emit(emit, groups);
    }
  }

  private addRate(groups: CpuGroups, { cpus }: Policy, rate: Rate, hertz: number): void {
    const range = this.ranges.get(rate);
    for (const cpu of cpus) range?.add(groups.of(cpu), hertz);
  }

  /** Reads the settings of a policy; whether they are others than those that were known. */
  private readSettings(policy: Policy): boolean {
    const limits = new Map<Rate, number>();
    this.cpus.rates.eachLimit(policy.cpu, (rate, hertz) => limits.set(rate, hertz));
    const settings = { limits, governor: this.governors.of(this.filesOf(policy)) };
    const before = this.settings.get(policy);
    if (before !== undefined && areEqual(settings, before)) return false;
    this.settings.set(policy, settings);
    return before !== undefined;
  }

  private filesOf({ cpu }: Policy): PolicyFiles {
    return { attributeIf: (name, tolerated) => this.cpus.rates.attributeIf(cpu, name, tolerated) };
  }
}

function areEqual(one: Settings, other: Settings): boolean {
  return (
    one.limits.size === other.limits.size &&
    [...one.limits].every(([rate, hertz]) => other.limits.get(rate) === hertz) &&
    one.governor?.governor === other.governor?.governor &&
    one.governor?.available === other.governor?.available
  );
}
