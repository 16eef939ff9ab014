import {
  emitGroupInfo,
  emitGroupIsolated,
  GROUP_COUNTERS,
  GROUP_FAMILIES,
  GroupThrottles,
  GroupTimes,
} from "./cpu/groups.ts";
import { HELD_TIMES_BYTES, HeldTimes } from "./cpu/held-times.ts";
import { emitInfo, INFO_FAMILIES, type InfoOptions } from "./cpu/info.ts";
import { type CpuGroups, cpuGroups, cpuGroupSources } from "./kernel/cpu-groups.ts";
import { sharedStat } from "./kernel/shared-stat.ts";
import { emitTimes, TIME_FAMILIES } from "./cpu/times.ts";
import { CpuTopology, TOPOLOGY_FAMILIES } from "./cpu/topology.ts";
import { type CollectorContext, defineCollector, type Emit, type Scrape } from "./kit/define.ts";
import { cpuLabel } from "./kit/cpu-label.ts";
import { attemptAll } from "./kit/each-device.ts";
import { hasErrno, MISSING } from "./kit/errnos.ts";
import { messageOf } from "./kit/errors.ts";
import { gauge } from "./kit/family.ts";
import { compilePattern, type NameTest } from "./kit/filter.ts";
import type { ParsedFile } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs, sysfs } from "./kit/sources.ts";
import { cpuinfoParser } from "./parsers/procfs/cpuinfo.ts";
import type { CpuinfoFile } from "./parsers/procfs/cpuinfo_lines.ts";
import { parseCpuList } from "./parsers/sysfs/cpu_list.ts";

const isolated = gauge("node_cpu_isolated", "CPU that is isolated from the scheduler's balancing; always 1.", "cpu");

export default defineCollector({
  name: "cpu",
  summary: "CPU time by mode, throttling and CPU details from /proc/stat, /proc/cpuinfo and sysfs.",
  enabledByDefault: true,
  families: [...TIME_FAMILIES, isolated, ...INFO_FAMILIES, ...TOPOLOGY_FAMILIES, ...GROUP_FAMILIES],
  sources: [
    procfs("stat", ...TIME_FAMILIES),
    procfs("cpuinfo", ...INFO_FAMILIES),
    sysfs("devices/system/cpu/isolated", isolated),
    sysfs("devices/system/cpu/**", ...TOPOLOGY_FAMILIES),
    ...cpuGroupSources(...GROUP_FAMILIES),
  ],
  runsFirst: true,
  stateBytes: HELD_TIMES_BYTES,
  groupCounters: GROUP_COUNTERS,
  flags: {
    "collector.cpu.guest": { type: "bool", default: true, help: "Show the time spent running virtual machines." },
    "collector.cpu.info": { type: "bool", default: false, help: "Show vendor, model and clock rate of every CPU." },
    "collector.cpu.info.flags-include": {
      type: "string",
      default: "",
      isPattern: true,
      help: "Regular expression of CPU flags to show; enables collector.cpu.info.",
    },
    "collector.cpu.info.bugs-include": {
      type: "string",
      default: "",
      isPattern: true,
      help: "Regular expression of CPU bugs to show; enables collector.cpu.info.",
    },
  },
  create(context) {
    const { host, flags } = context;
    requireDirectory("path.procfs", host.proc);
    requireDirectory("path.sysfs", host.sys);
    const flagTest = optionalPattern("collector.cpu.info.flags-include", flags["collector.cpu.info.flags-include"]);
    const bugTest = optionalPattern("collector.cpu.info.bugs-include", flags["collector.cpu.info.bugs-include"]);
    const parts: Parts = {
      isolatedCpus: readIsolated(context),
      stat: sharedStat(host.proc),
      cpuinfo: host.proc.file("cpuinfo", cpuinfoParser(process.arch)),
      topology: new CpuTopology(host.sys),
      withGuest: flags["collector.cpu.guest"],
      withInfo: flags["collector.cpu.info"] || flagTest !== undefined || bugTest !== undefined,
      info: { withFrequency: context.isEnabled("cpufreq"), flags: flagTest, bugs: bugTest },
    };
    const groups = cpuGroups(context);
    const steps = groups === undefined ? stepsByCpu(context, parts) : stepsByGroup(context, parts, groups);
    return (emit, scrape) => attemptAll(steps, (step) => step(emit, scrape));
  },
});

/** What an update does, each part whether or not the others fail. */
type Steps = readonly ((emit: Emit, scrape: Scrape) => void)[];

interface Parts {
  readonly isolatedCpus: readonly number[];
  readonly stat: ReturnType<typeof sharedStat>;
  readonly cpuinfo: ParsedFile<CpuinfoFile>;
  readonly topology: CpuTopology;
  readonly withGuest: boolean;
  readonly withInfo: boolean;
  readonly info: InfoOptions;
}

function stepsByCpu(context: Pick<CollectorContext, "skip" | "state">, parts: Parts): Steps {
  const { stat, cpuinfo, topology, withGuest } = parts;
  const times = new HeldTimes(context.state);
  return [
    (emit, scrape) => {
      const { times: read, problems } = stat.read(scrape);
      for (const problem of problems.times) context.skip(problem);
      emitTimes(emit, read.cpus, times.hold(read), withGuest);
    },
    (emit) => {
      if (parts.withInfo) emitInfo(emit, cpuinfo.read(), parts.info);
    },
    (emit) => {
      for (const cpu of parts.isolatedCpus) emit(isolated, 1, cpuLabel(cpu));
    },
    (emit, scrape) => topology.emitCoreThrottles(emit, scrape),
    (emit) => topology.emitPackageThrottles(emit),
    (emit) => topology.emitOnline(emit),
  ];
}

function stepsByGroup(context: Pick<CollectorContext, "skip" | "state">, parts: Parts, groups: CpuGroups): Steps {
  const { stat, cpuinfo, topology } = parts;
  const times = new GroupTimes(groups, context.state, parts.withGuest);
  const throttles = new GroupThrottles(groups, context.state);
  return [
    (emit, scrape) => {
      const { times: read, problems } = stat.read(scrape);
      for (const problem of problems.times) context.skip(problem);
      times.emit(emit, scrape, read);
    },
    (emit, scrape) => {
      if (parts.withInfo) emitGroupInfo(emit, groups.at(scrape), cpuinfo.read(), parts.info);
    },
    (emit, scrape) => emitGroupIsolated(emit, groups.at(scrape), parts.isolatedCpus),
    (emit, scrape) => throttles.emit(emit, scrape, topology),
    (emit) => topology.emitPackageThrottles(emit),
  ];
}

function optionalPattern(flag: string, pattern: string): NameTest | undefined {
  return pattern === "" ? undefined : compilePattern(flag, pattern, false);
}

/** CPUs isolated by the kernel's command line, which do not change; none where the file is missing (before Linux 4.2). */
function readIsolated({ host: { sys }, log }: Pick<CollectorContext, "host" | "log">): readonly number[] {
  const file = "devices/system/cpu/isolated";
  try {
    return parseCpuList(sys.read(file), sys.resolve(file));
  } catch (error) {
    if (!hasErrno(error, MISSING)) log("warn", "isolated CPUs are not shown", { err: messageOf(error) });
    return [];
  }
}
