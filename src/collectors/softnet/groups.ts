import type { CpuGroups } from "../kernel/cpu-groups.ts";
import { emitTotals, groupedFile } from "../kernel/grouped-file.ts";
import type { CollectorContext, Update } from "../kit/define.ts";
import { counter, familiesIn, gauge } from "../kit/family.ts";
import { GroupCounters } from "../kit/group-counters.ts";
import {
  parseSoftnetTable,
  SOFTNET_COLUMNS,
  SOFTNET_WIDTH,
  type SoftnetTable,
} from "../parsers/procfs/softnet_stat.ts";

const named = (name: string, help: string) => ({
  family: counter(
    `node_softnet_group_${name}_total`,
    `${help} by a group of CPUs since the exporter started.`,
    "group",
  ),
});

const counters = [
  { column: SOFTNET_COLUMNS.processed, ...named("processed", "Packets taken from the backlog queue") },
  { column: SOFTNET_COLUMNS.dropped, ...named("dropped", "Packets dropped because the backlog queue was full") },
  { column: SOFTNET_COLUMNS.timeSqueezed, ...named("times_squeezed", "Ends of polling with packets left") },
  { column: SOFTNET_COLUMNS.cpuCollision, ...named("cpu_collision", "Collisions on the device lock while sending") },
  { column: SOFTNET_COLUMNS.receivedRps, ...named("received_rps", "Wake-ups for receive packet steering") },
  { column: SOFTNET_COLUMNS.flowLimitCount, ...named("flow_limit_count", "Packets dropped by the flow limit") },
];
const COLUMNS = counters.map(({ column }) => column);

const backlog = gauge("node_softnet_group_backlog_len", "Packets waiting in the backlog queues of the group.", "group");

export const GROUP_FAMILIES = familiesIn(counters, backlog);

export const GROUP_COUNTERS = [counters.length];

/** The backlog statistics by group of CPUs. */
export function updateGroups({ host, state }: Pick<CollectorContext, "host" | "state">, groups: CpuGroups): Update {
  const totals = new GroupCounters(state, GROUP_COUNTERS);
  const waiting: number[] = [];
  const file = groupedFile(host.proc, "net/softnet_stat", groups, totals, (bytes, path, skip) => {
    const table = parseSoftnetTable(bytes, path, skip);
    table.cpus.forEach((cpu, row) => totals.addCpu(cpu, table.values, COLUMNS, row * SOFTNET_WIDTH));
    sumBacklogs(waiting, table, groups);
  });
  return (emit, scrape) => {
    groups.at(scrape);
    file.read();
    emitTotals(emit, groups, totals, counters);
    groups.names.forEach((name, group) => emit(backlog, waiting[group] ?? 0, name));
  };
}

function sumBacklogs(sums: number[], { cpus, values }: SoftnetTable, groups: CpuGroups): void {
  sums.length = 0;
  cpus.forEach((cpu, row) => {
    const group = groups.of(cpu);
    const length = values[row * SOFTNET_WIDTH + SOFTNET_COLUMNS.backlogLength] ?? 0;
    if (group >= 0) sums[group] = (sums[group] ?? 0) + length;
  });
}
