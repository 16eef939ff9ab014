import { defineCollector, type Emit } from "./kit/define.ts";
import { counter } from "./kit/family.ts";
import type { NameTest } from "./kit/filter.ts";
import { cpuGroups, cpuGroupSources } from "./kernel/cpu-groups.ts";
import { GROUP_COUNTERS, GROUP_FAMILIES, updateGroups } from "./interrupts/groups.ts";
import { ignoresNothing, namePair } from "./kit/name-pair.ts";
import { procfs } from "./kit/sources.ts";
import { interruptRows, type InterruptRow } from "./parsers/procfs/interrupts.ts";

const interrupts = counter(
  "node_interrupts_total",
  "Interrupts served, by CPU and source.",
  "cpu",
  "type",
  "info",
  "devices",
);

interface RowLabels {
  readonly type: string;
  readonly info: string;
  readonly devices: string;
}

const NO_LABELS: RowLabels = { type: "", info: "", devices: "" };

const rows = namePair({
  what: "interrupts (as `type;info;devices`)",
  include: { flag: "collector.interrupts.name-include" },
  exclude: { flag: "collector.interrupts.name-exclude" },
});

export default defineCollector({
  name: "interrupts",
  summary: "Interrupts by CPU and source from /proc/interrupts.",
  enabledByDefault: false,
  families: [interrupts, ...GROUP_FAMILIES],
  sources: [procfs("interrupts"), ...cpuGroupSources(...GROUP_FAMILIES)],
  groupCounters: GROUP_COUNTERS,
  flags: {
    ...rows.flags,
    "collector.interrupts.include-zeros": {
      type: "bool",
      default: true,
      help: "Also show interrupts that a CPU has never received.",
    },
  },
  create(context) {
    const { host, flags, skip } = context;
    const isIgnored = rowFilter(rows.ignored(context));
    const includeZeros = flags["collector.interrupts.include-zeros"];
    const groups = cpuGroups(context);
    if (groups !== undefined) return updateGroups(context, groups, { isIgnored, includeZeros });
    const known: RowLabels[] = [];
    const cpus: string[] = [];
    return (emit) => {
      let index = 0;
      for (const row of interruptRows(host.proc.read("interrupts"), host.proc.resolve("interrupts"))) {
        if (isIgnored(row)) continue;
        if (row.problem !== undefined) {
          skip(row.problem);
          continue;
        }
        const labels = (known[index] = sameStrings(known[index] ?? NO_LABELS, row));
        emitRow(emit, row.counts, labels, cpus, includeZeros);
        index++;
      }
      known.length = index;
    };
  },
});

/** The join of a row's labels is spared where nothing is filtered. */
function rowFilter(isIgnored: NameTest): (row: InterruptRow) => boolean {
  if (isIgnored === ignoresNothing) return () => false;
  return (row) => isIgnored(`${row.type};${row.info};${row.devices}`);
}

/** The labels of last time where they are equal: the sink compares the same string objects much faster. */
function sameStrings(before: RowLabels, row: InterruptRow): RowLabels {
  const { type, info, devices } = row;
  if (before.type === type && before.info === info && before.devices === devices) return before;
  return { type, info, devices };
}

function emitRow(emit: Emit, counts: Float64Array, labels: RowLabels, cpus: string[], includeZeros: boolean): void {
  const { type, info, devices } = labels;
  for (let cpu = 0; cpu < counts.length; cpu++) {
    const count = counts[cpu] ?? 0;
    if (count !== 0 || includeZeros) emit(interrupts, count, (cpus[cpu] ??= String(cpu)), type, info, devices);
  }
}
