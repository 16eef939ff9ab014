import type { CpuGroups } from "../kernel/cpu-groups.ts";
import { emitTotals, groupedFile } from "../kernel/grouped-file.ts";
import type { CollectorContext, Update } from "../kit/define.ts";
import { counter, familiesIn } from "../kit/family.ts";
import { GroupCounters } from "../kit/group-counters.ts";
import { absent } from "../kit/no-data.ts";
import { eachSchedstat, SCHEDSTAT_COLUMNS } from "../parsers/procfs/schedstat.ts";

const NANOSECONDS = 1e9;

const named = (name: string, help: string) =>
  counter(`node_schedstat_group_${name}_total`, `${help} a group of CPUs since the exporter started.`, "group");

/** In the order of the columns. */
const counters = [
  { family: named("running_seconds", "Seconds that tasks ran on"), perUnit: NANOSECONDS },
  { family: named("waiting_seconds", "Seconds that ready tasks waited for"), perUnit: NANOSECONDS },
  { family: named("timeslices", "Time slices that tasks ran on") },
];

export const GROUP_FAMILIES = familiesIn(counters);

export const GROUP_COUNTERS = [counters.length];

/** The scheduler's times by group of CPUs. */
export function updateGroups({ host, state }: Pick<CollectorContext, "host" | "state">, groups: CpuGroups): Update {
  const totals = new GroupCounters(state, GROUP_COUNTERS);
  const file = groupedFile(host.proc, "schedstat", groups, totals, (bytes, path, skip) =>
    eachSchedstat(bytes, path, skip, (cpu, columns) => totals.addCpu(cpu, columns, SCHEDSTAT_COLUMNS)),
  );
  return (emit, scrape) => {
    groups.at(scrape);
    if (file.readIf() === undefined) return absent("schedstat");
    emitTotals(emit, groups, totals, counters);
    return undefined;
  };
}
