import type { CpuGroups } from "../kernel/cpu-groups.ts";
import { groupedFile } from "../kernel/grouped-file.ts";
import type { CollectorContext, Update } from "../kit/define.ts";
import { counter } from "../kit/family.ts";
import { GroupCounters } from "../kit/group-counters.ts";
import { readCpuNumbers } from "../parsers/procfs/cpu_heading.ts";
import { parseSoftirqs } from "../parsers/procfs/softirqs.ts";
import { Scanner } from "../parsers/scanner.ts";
import { EXPOSED } from "./exposed.ts";

const calls = counter(
  "node_softirqs_group_functions_total",
  "Software interrupts handled by a group of CPUs since the exporter started.",
  "group",
  "type",
);

export const GROUP_FAMILIES = [calls];

const TYPES = [...EXPOSED];

export const GROUP_COUNTERS = [TYPES.length];

/** Software interrupts by group of CPUs. */
export function updateGroups({ host, state }: Pick<CollectorContext, "host" | "state">, groups: CpuGroups): Update {
  const totals = new GroupCounters(state, GROUP_COUNTERS);
  let shown: readonly number[] = [];
  const file = groupedFile(host.proc, "softirqs", groups, totals, (bytes, path, skip) => {
    const cpus = readCpuNumbers(new Scanner(bytes, path));
    const rows = parseSoftirqs(bytes, path, skip).filter(({ type }) => EXPOSED.has(type));
    totals.seeCpus(cpus);
    for (const { type, counts } of rows) totals.addRow(TYPES.indexOf(type), cpus, counts);
    shown = [...new Set(rows.map(({ type }) => TYPES.indexOf(type)))];
  });
  return (emit, scrape) => {
    groups.at(scrape);
    file.read();
    for (const row of shown)
      groups.names.forEach((name, group) => emit(calls, totals.total(row, group), name, TYPES[row] ?? ""));
  };
}
