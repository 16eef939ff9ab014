import type { CpuGroups } from "../kernel/cpu-groups.ts";
import type { CollectorContext, Emit, Update } from "../kit/define.ts";
import { counter } from "../kit/family.ts";
import { GroupCounters } from "../kit/group-counters.ts";
import { readCpuNumbers } from "../parsers/procfs/cpu_heading.ts";
import { interruptRows, type InterruptRow } from "../parsers/procfs/interrupts.ts";
import { Scanner } from "../parsers/scanner.ts";
import { GroupedRows } from "./grouped-rows.ts";

const interrupts = counter(
  "node_interrupts_group_total",
  "Interrupts served by a group of CPUs since the exporter started, by source.",
  "group",
  "type",
  "info",
  "devices",
);

export const GROUP_FAMILIES = [interrupts];

/** Sources that can be told apart; a host has one for each queue of its disks and network cards. */
const MAX_ROWS = 4096;

export const GROUP_COUNTERS = [MAX_ROWS];

/** What is shown of /proc/interrupts. */
interface RowChoice {
  readonly isIgnored: (row: InterruptRow) => boolean;
  readonly includeZeros: boolean;
}

/** Interrupts by group of CPUs. */
export function updateGroups(
  { host, state, skip }: Pick<CollectorContext, "host" | "state" | "skip">,
  groups: CpuGroups,
  { isIgnored, includeZeros }: RowChoice,
): Update {
  const totals = new GroupCounters(state, GROUP_COUNTERS);
  const rows = new GroupedRows(totals);
  return (emit, scrape) => {
    groups.at(scrape);
    const [bytes, path] = [host.proc.read("interrupts"), host.proc.resolve("interrupts")];
    const cpus = readCpuNumbers(new Scanner(bytes, path));
    totals.start(groups);
    totals.seeCpus(cpus);
    for (const row of interruptRows(bytes, path)) {
      if (isIgnored(row)) continue;
      const counter = row.problem === undefined ? rows.counterOf(row) : -1;
      if (counter < 0) {
        skip(row.problem ?? new Error(`${path}: more than ${MAX_ROWS} rows`));
        continue;
      }
      totals.addRow(counter, cpus, row.counts);
      emitRow(emit, counter, includeZeros ? undefined : groupsWithCounts(groups, cpus, row));
    }
    totals.end();
  };

  /** `shown`: the groups to show; all of them where it is undefined. */
  function emitRow(emit: Emit, counter: number, shown: ReadonlySet<number> | undefined): void {
    const { type, info, devices } = rows.labelsOf(counter);
    groups.names.forEach((name, group) => {
      if (shown?.has(group) !== false) emit(interrupts, totals.total(counter, group), name, type, info, devices);
    });
  }
}

/** Groups with a CPU that has ever received the interrupt. */
function groupsWithCounts(groups: CpuGroups, cpus: readonly number[], { counts }: InterruptRow): ReadonlySet<number> {
  return new Set(cpus.filter((_, column) => (counts[column] ?? 0) > 0).map((cpu) => groups.of(cpu)));
}
