import { readFileSync } from "node:fs";
import { cpuGroups, cpuGroupSources } from "./kernel/cpu-groups.ts";
import { defineCollector, type Emit } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { ConfigurationError, errnoOf, messageOf } from "./kit/errors.ts";
import { counter, type Family } from "./kit/family.ts";
import type { Native } from "./kit/host.ts";
import { capability, hostFile, kernelOption, systemCall } from "./kit/sources.ts";
import { CounterGroup, isOffline } from "./perf/counters.ts";
import { allowedCpuCount, parseCpus } from "./perf/cpus.ts";
import { CACHE_EVENTS, HARDWARE_EVENTS, SOFTWARE_EVENTS, type PerfEvent } from "./perf/events.ts";
import { GROUP_COUNTERS, GROUP_FAMILIES, updateGroups } from "./perf/groups.ts";
import { findTracepoints } from "./perf/tracepoints.ts";

const families = new Map<string, Family<readonly ["cpu"]>>();

const EVENTS = [...HARDWARE_EVENTS, ...SOFTWARE_EVENTS, ...CACHE_EVENTS];

const CPUS = "collector.perf.cpus";

export default defineCollector({
  name: "perf",
  summary: "Performance counters of the processors and the kernel.",
  enabledByDefault: false,
  families: [...EVENTS.map(familyOf), ...GROUP_FAMILIES, "node_perf_*"],
  sources: [
    systemCall("perf_event_open"),
    hostFile("/proc/self/status"),
    hostFile("/proc/self/mountinfo", "node_perf_*"),
    hostFile("/sys/kernel/tracing/events/**", "node_perf_*"),
    capability("CAP_PERFMON"),
    kernelOption("CONFIG_PERF_EVENTS"),
    ...cpuGroupSources(...GROUP_FAMILIES),
  ],
  groupCounters: GROUP_COUNTERS,
  flags: {
    [CPUS]: {
      type: "string",
      default: "",
      help: "CPUs to count on, such as 0,2-6 or 2-10:4; all when empty.",
    },
    "collector.perf.tracepoint": {
      type: "strings",
      default: [],
      help: "Tracepoint to count, as subsystem:event.",
    },
    "collector.perf.disable-hardware-profilers": {
      type: "bool",
      default: false,
      help: "Do not count hardware events.",
    },
    "collector.perf.hardware-profilers": {
      type: "strings",
      default: [],
      help: `Hardware event to count; default: all. One of ${names(HARDWARE_EVENTS)}.`,
    },
    "collector.perf.disable-software-profilers": {
      type: "bool",
      default: false,
      help: "Do not count software events.",
    },
    "collector.perf.software-profilers": {
      type: "strings",
      default: [],
      help: `Software event to count; default: all. One of ${names(SOFTWARE_EVENTS)}.`,
    },
    "collector.perf.disable-cache-profilers": {
      type: "bool",
      default: false,
      help: "Do not count cache events.",
    },
    "collector.perf.cache-profilers": {
      type: "strings",
      default: [],
      help: `Cache event to count; default: all. One of ${names(CACHE_EVENTS)}.`,
    },
  },
  create(context) {
    const { host, flags } = context;
    const unknown = (name: string) => context.log("error", "unknown event", { event: name });
    const tracepoints = findTracepoints(flags["collector.perf.tracepoint"]);
    const opened = openAll(host.native, chooseCpus(flags[CPUS]), {
      single: [
        ...(flags["collector.perf.disable-hardware-profilers"]
          ? []
          : choose(flags["collector.perf.hardware-profilers"], HARDWARE_EVENTS, HARDWARE_EVENTS, unknown)),
        ...(flags["collector.perf.disable-cache-profilers"]
          ? []
          : choose(flags["collector.perf.cache-profilers"], CACHE_EVENTS, [], unknown)),
      ],
      software: flags["collector.perf.disable-software-profilers"]
        ? []
        : choose(flags["collector.perf.software-profilers"], SOFTWARE_EVENTS, SOFTWARE_EVENTS, unknown),
      tracepoints,
    });
    const groups = cpuGroups(context);
    if (groups !== undefined) return updateGroups(context, groups, opened, tracepoints);
    return (emit) => attemptAll(opened, (group) => emitGroup(emit, group), context.skip);
  },
});

function names(events: readonly PerfEvent[]): string {
  return events.map(({ name }) => name).join(", ");
}

/** Events by name; all of them when none is asked for, `otherwise` when no name is known. */
function choose(
  asked: readonly string[],
  events: readonly PerfEvent[],
  otherwise: readonly PerfEvent[],
  unknown: (name: string) => void,
): readonly PerfEvent[] {
  if (asked.length === 0) return events;
  const wanted = new Set(asked);
  for (const name of wanted) if (!events.some((event) => event.name === name)) unknown(name);
  const chosen = events.filter(({ name }) => wanted.has(name));
  return chosen.length > 0 ? chosen : otherwise;
}

function chooseCpus(list: string): readonly number[] {
  if (list !== "") {
    const cpus = parseCpus(list);
    if (cpus === undefined) throw new ConfigurationError(`--${CPUS}: ${JSON.stringify(list)} is not a list of CPUs`);
    return cpus;
  }
  return Array.from({ length: allowedCpuCount(readFileSync("/proc/self/status", "latin1")) ?? 1 }, (_, cpu) => cpu);
}

interface Wanted {
  /** The hardware counts fewer of these at a time than there are, so each is scheduled on its own. */
  readonly single: readonly PerfEvent[];
  readonly software: readonly PerfEvent[];
  readonly tracepoints: readonly PerfEvent[];
}

function openAll(native: Native, cpus: readonly number[], wanted: Wanted): readonly CounterGroup[] {
  const { single, software, tracepoints } = wanted;
  return cpus.flatMap((cpu) => [
    ...single.flatMap((event) => openIfPossible(native, [event], cpu)),
    ...openIfPossible(native, software, cpu),
    ...openTracepoints(native, tracepoints, cpu),
  ]);
}

/** A counter that the processor, the hypervisor or the permissions do not give is left out. */
function openIfPossible(native: Native, events: readonly PerfEvent[], cpu: number): readonly CounterGroup[] {
  return openOr(native, events, cpu, (error) => {
    if (errnoOf(error) === undefined) throw error;
  });
}

function openTracepoints(native: Native, events: readonly PerfEvent[], cpu: number): readonly CounterGroup[] {
  return openOr(native, events, cpu, (error) => {
    throw new ConfigurationError(`--collector.perf.tracepoint: CPU ${cpu}: ${messageOf(error)}`, { cause: error });
  });
}

/** A CPU that is offline gets its counters when it comes. */
function openOr(
  native: Native,
  events: readonly PerfEvent[],
  cpu: number,
  refused: (error: unknown) => void,
): readonly CounterGroup[] {
  if (events.length === 0) return [];
  const group = new CounterGroup(native, events, cpu);
  try {
    group.open();
  } catch (error) {
    if (isOffline(error)) return [group];
    refused(error);
    return [];
  }
  return [group];
}

function emitGroup(emit: Emit, group: CounterGroup): void {
  const counts = group.read();
  if (counts === undefined) return;
  for (const [i, event] of group.events.entries()) emit(familyOf(event), counts[i] ?? 0, group.cpu);
}

function familyOf({ family: name, help }: PerfEvent): Family<readonly ["cpu"]> {
  let family = families.get(name);
  if (family === undefined) families.set(name, (family = counter(`node_perf_${name}`, help, "cpu")));
  return family;
}
