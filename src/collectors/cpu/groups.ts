import type { CpuGroups } from "../kernel/cpu-groups.ts";
import type { Emit, Scrape } from "../kit/define.ts";
import { counter, familiesIn, gauge } from "../kit/family.ts";
import { GroupCounters } from "../kit/group-counters.ts";
import { GroupRange, rangeFamilies } from "../kit/group-range.ts";
import type { CpuInfo, CpuinfoFile } from "../parsers/procfs/cpuinfo_lines.ts";
import { CPU_COLUMNS, type CpuTimes } from "../parsers/procfs/stat.ts";
import { emitFeatures, type InfoOptions } from "./info.ts";
import { MODEL_LABELS, modelOf } from "./model.ts";
import { GUEST_MODES, type Mode, MODES, USER_HZ } from "./times.ts";
import type { CpuTopology } from "./topology.ts";

const seconds = counter(
  "node_cpu_group_seconds_total",
  "Seconds that the CPUs of a group spent in each mode since the exporter started.",
  "group",
  "mode",
);
const guestSeconds = counter(
  "node_cpu_group_guest_seconds_total",
  "Seconds that the CPUs of a group spent running virtual machines since the exporter started.",
  "group",
  "mode",
);
const cpus = gauge("node_cpu_group_cpus", "CPUs of the group that are online.", "group");
const isolated = gauge("node_cpu_group_isolated_cpus", "CPUs of the group that are isolated from balancing.", "group");
const coreThrottles = counter(
  "node_cpu_group_core_throttles_total",
  "Times that cores of the group were throttled because of their temperature since the exporter started.",
  "group",
);
const info = gauge(
  "node_cpu_group_info",
  "CPUs of the group with this vendor and model, from /proc/cpuinfo.",
  "group",
  ...MODEL_LABELS,
);
const clock = rangeFamilies("node_cpu_info_frequency_hertz", "Clock rate by /proc/cpuinfo in hertz.");

export const GROUP_FAMILIES = familiesIn(seconds, guestSeconds, cpus, isolated, coreThrottles, info, clock);

/** Times from /proc/stat, and throttling of cores. */
export const GROUP_COUNTERS = [CPU_COLUMNS.length, 1];

const TIMES = CPU_COLUMNS.map((_, column) => column);

const ONLY = [0];

/** CPU time by group, and how many of its CPUs are online. */
export class GroupTimes {
  private readonly groups: CpuGroups;
  private readonly counters: GroupCounters;
  private readonly shown: readonly (readonly [family: typeof seconds, mode: Mode])[];
  private readonly online: number[] = [];

  constructor(groups: CpuGroups, memory: SharedArrayBuffer, withGuest: boolean) {
    this.groups = groups;
    this.counters = new GroupCounters(memory, GROUP_COUNTERS);
    this.shown = [
      ...MODES.map((mode) => [seconds, mode] as const),
      ...(withGuest ? GUEST_MODES : []).map((mode) => [guestSeconds, mode] as const),
    ];
  }

  emit(emit: Emit, scrape: Scrape, times: CpuTimes): void {
    const groups = this.groups.at(scrape);
    const { counters, online } = this;
    const { length } = CPU_COLUMNS;
    online.length = 0;
    counters.start(groups);
    times.cpus.forEach((cpu, row) => {
      counters.addCpu(cpu, times.ticks, TIMES, row * length);
      const group = groups.of(cpu);
      if (group >= 0) online[group] = (online[group] ?? 0) + 1;
    });
    counters.end();
    groups.names.forEach((name, group) => {
      for (const [family, { mode, column }] of this.shown)
        emit(family, counters.total(column, group) / USER_HZ, name, mode);
      emit(cpus, online[group] ?? 0, name);
    });
  }
}

/** Throttling of cores by group. */
export class GroupThrottles {
  private readonly groups: CpuGroups;
  private readonly counters: GroupCounters;
  private readonly count = [0];

  constructor(groups: CpuGroups, memory: SharedArrayBuffer) {
    this.groups = groups;
    this.counters = new GroupCounters(memory, GROUP_COUNTERS, 1);
  }

  emit(emit: Emit, scrape: Scrape, topology: CpuTopology): void {
    const groups = this.groups.at(scrape);
    const { counters, count } = this;
    let cores = 0;
    counters.start(groups);
    topology.eachCore(scrape, (core, throttles) => {
      count[0] = throttles;
      counters.addCpu(core.cpu, count, ONLY);
      cores++;
    });
    counters.end();
    if (cores === 0) return;
    groups.names.forEach((name, group) => emit(coreThrottles, counters.total(0, group), name));
  }
}

export function emitGroupIsolated(emit: Emit, groups: CpuGroups, isolatedCpus: readonly number[]): void {
  if (isolatedCpus.length === 0) return;
  groups.names.forEach((name, group) =>
    emit(isolated, isolatedCpus.filter((cpu) => groups.of(cpu) === group).length, name),
  );
}

const range = new GroupRange(clock);

export function emitGroupInfo(emit: Emit, groups: CpuGroups, file: CpuinfoFile, options: InfoOptions): void {
  const kinds = new Map<string, { readonly group: string; readonly cpu: CpuInfo; cpus: number }>();
  for (const cpu of file.cpus) {
    const group = groups.of(cpu.processor);
    const name = groups.names[group];
    if (name === undefined) continue;
    if (options.withFrequency && cpu.mhz !== undefined) range.add(group, cpu.mhz * 1e6);
    const key = [name, ...modelOf(cpu)].join("\0");
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { group: name, cpu, cpus: 1 });
    else kind.cpus++;
  }
  for (const { group, cpu, cpus: count } of kinds.values()) emit(info, count, group, ...modelOf(cpu));
  range.emit(emit, groups);
  range.clear();
  emitFeatures(emit, file, options);
}
