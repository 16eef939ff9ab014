import { HELD_TIMES_BYTES, HeldTimes } from "./cpu/held-times.ts";
import { emitInfo, INFO_FAMILIES } from "./cpu/info.ts";
import { cpuLabel } from "./kit/cpu-label.ts";
import { sharedStat } from "./kernel/shared-stat.ts";
import { CpuTopology, TOPOLOGY_FAMILIES } from "./cpu/topology.ts";
import { type CollectorContext, defineCollector, type Emit, type Scrape } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { hasErrno, MISSING } from "./kit/errnos.ts";
import { messageOf } from "./kit/errors.ts";
import { counter, gauge } from "./kit/family.ts";
import { compilePattern, type NameTest } from "./kit/filter.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs, sysfs } from "./kit/sources.ts";
import { cpuinfoParser } from "./parsers/procfs/cpuinfo.ts";
import { CPU_COLUMNS } from "./parsers/procfs/stat.ts";
import { parseCpuList } from "./parsers/sysfs/cpu_list.ts";

const seconds = counter("node_cpu_seconds_total", "Seconds that the CPU spent in each mode.", "cpu", "mode");
const guestSeconds = counter(
  "node_cpu_guest_seconds_total",
  "Seconds that the CPU spent running virtual machines; also part of modes user and nice.",
  "cpu",
  "mode",
);
const isolated = gauge("node_cpu_isolated", "CPU that is isolated from the scheduler's balancing; always 1.", "cpu");

/** /proc/stat counts in USER_HZ, which is 100 on every architecture that is still supported. */
const USER_HZ = 100;

const MODES = sortedColumns(["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"]);
const GUEST_MODES = [
  { mode: "nice", column: CPU_COLUMNS.indexOf("guest_nice") },
  { mode: "user", column: CPU_COLUMNS.indexOf("guest") },
];

export default defineCollector({
  name: "cpu",
  summary: "CPU time by mode, throttling and CPU details from /proc/stat, /proc/cpuinfo and sysfs.",
  enabledByDefault: true,
  families: [seconds, guestSeconds, isolated, ...INFO_FAMILIES, ...TOPOLOGY_FAMILIES],
  sources: [
    procfs("stat", seconds, guestSeconds),
    procfs("cpuinfo", ...INFO_FAMILIES),
    sysfs("devices/system/cpu/isolated", isolated),
    sysfs("devices/system/cpu/**", ...TOPOLOGY_FAMILIES),
  ],
  runsFirst: true,
  stateBytes: HELD_TIMES_BYTES,
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
    const withInfo = flags["collector.cpu.info"] || flagTest !== undefined || bugTest !== undefined;
    const infoOptions = { withFrequency: context.isEnabled("cpufreq"), flags: flagTest, bugs: bugTest };
    const isolatedCpus = readIsolated(context);
    const stat = sharedStat(host.proc);
    const cpuinfo = host.proc.file("cpuinfo", cpuinfoParser(process.arch));
    const times = new HeldTimes(context.state);
    const topology = new CpuTopology(host.sys);
    const withGuest = flags["collector.cpu.guest"];
    const steps: readonly ((emit: Emit, scrape: Scrape) => void)[] = [
      (emit, scrape) => {
        const { times: read, problems } = stat.read(scrape);
        for (const problem of problems.times) context.skip(problem);
        emitTimes(emit, read.cpus, times.hold(read), withGuest);
      },
      (emit) => {
        if (withInfo) emitInfo(emit, cpuinfo.read(), infoOptions);
      },
      (emit) => {
        for (const cpu of isolatedCpus) emit(isolated, 1, cpu);
      },
      (emit, scrape) => topology.emitThrottles(emit, scrape),
      (emit) => topology.emitOnline(emit),
    ];
    return (emit, scrape) => attemptAll(steps, (step) => step(emit, scrape));
  },
});

function emitTimes(emit: Emit, cpus: readonly number[], ticks: Float64Array, withGuest: boolean): void {
  for (let i = 0; i < cpus.length; i++) {
    const cpu = cpuLabel(cpus[i] ?? 0);
    const row = i * CPU_COLUMNS.length;
    for (const { mode, column } of MODES) emit(seconds, (ticks[row + column] ?? 0) / USER_HZ, cpu, mode);
    if (!withGuest) continue;
    for (const { mode, column } of GUEST_MODES) emit(guestSeconds, (ticks[row + column] ?? 0) / USER_HZ, cpu, mode);
  }
}

function sortedColumns(modes: readonly (typeof CPU_COLUMNS)[number][]) {
  return modes.toSorted().map((mode) => ({ mode, column: CPU_COLUMNS.indexOf(mode) }));
}

function optionalPattern(flag: string, pattern: string): NameTest | undefined {
  return pattern === "" ? undefined : compilePattern(flag, pattern);
}

/** CPUs isolated by the kernel's command line, which do not change; none where the file is missing (before Linux 4.2). */
function readIsolated({ host: { sys }, log }: CollectorContext): readonly string[] {
  const file = "devices/system/cpu/isolated";
  try {
    return parseCpuList(sys.read(file), sys.resolve(file)).map(String);
  } catch (error) {
    if (!hasErrno(error, MISSING)) log("warn", "isolated CPUs are not shown", { err: messageOf(error) });
    return [];
  }
}
