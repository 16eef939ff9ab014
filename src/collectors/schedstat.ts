import { cpuLabel } from "./kit/cpu-label.ts";
import { cpuGroups, cpuGroupSources } from "./kernel/cpu-groups.ts";
import { defineCollector } from "./kit/define.ts";
import { counter } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { parseSchedstat } from "./parsers/procfs/schedstat.ts";
import { GROUP_COUNTERS, GROUP_FAMILIES, updateGroups } from "./schedstat/groups.ts";

const running = counter("node_schedstat_running_seconds_total", "Seconds that tasks ran on the CPU.", "cpu");
const waiting = counter("node_schedstat_waiting_seconds_total", "Seconds that ready tasks waited for the CPU.", "cpu");
const timeslices = counter("node_schedstat_timeslices_total", "Time slices that tasks ran on the CPU.", "cpu");

const NANOSECONDS = 1e9;

export default defineCollector({
  name: "schedstat",
  summary: "Scheduler run and wait times from /proc/schedstat.",
  enabledByDefault: true,
  families: [running, waiting, timeslices, ...GROUP_FAMILIES],
  sources: [procfs("schedstat"), kernelOption("CONFIG_SCHEDSTATS"), ...cpuGroupSources(...GROUP_FAMILIES)],
  groupCounters: GROUP_COUNTERS,
  flags: {},
  create(context) {
    const { host } = context;
    requireDirectory("path.procfs", host.proc);
    const groups = cpuGroups(context);
    if (groups !== undefined) return updateGroups(context, groups);
    const file = host.proc.file("schedstat", parseSchedstat);
    return (emit) => {
      const cpus = file.readIf();
      if (cpus === undefined) return absent("schedstat");
      for (const each of cpus) {
        const cpu = cpuLabel(each.cpu);
        emit(running, each.running / NANOSECONDS, cpu);
        emit(waiting, each.waiting / NANOSECONDS, cpu);
        emit(timeslices, each.timeslices, cpu);
      }
      return undefined;
    };
  },
});
