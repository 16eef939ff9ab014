import { cpuGroups, cpuGroupSources } from "./kernel/cpu-groups.ts";
import { defineCollector } from "./kit/define.ts";
import { counter } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { parseSoftirqs } from "./parsers/procfs/softirqs.ts";
import { EXPOSED } from "./softirqs/exposed.ts";
import { GROUP_COUNTERS, GROUP_FAMILIES, updateGroups } from "./softirqs/groups.ts";

const calls = counter("node_softirqs_functions_total", "Software interrupts handled.", "cpu", "type");

export default defineCollector({
  name: "softirqs",
  summary: "Software interrupts by CPU and type from /proc/softirqs.",
  enabledByDefault: false,
  families: [calls, ...GROUP_FAMILIES],
  sources: [procfs("softirqs"), ...cpuGroupSources(...GROUP_FAMILIES)],
  groupCounters: GROUP_COUNTERS,
  flags: {},
  create(context) {
    const { host } = context;
    requireDirectory("path.procfs", host.proc);
    const groups = cpuGroups(context);
    if (groups !== undefined) return updateGroups(context, groups);
    const file = host.proc.file("softirqs", parseSoftirqs);
    const cpus: string[] = [];
    return (emit) => {
      for (const { type, counts } of file.read()) {
        if (!EXPOSED.has(type)) continue;
        for (let cpu = 0; cpu < counts.length; cpu++) emit(calls, counts[cpu] ?? 0, (cpus[cpu] ??= String(cpu)), type);
      }
    };
  },
});
