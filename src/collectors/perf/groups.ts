import type { CpuGroups } from "../kernel/cpu-groups.ts";
import type { CollectorContext, Update } from "../kit/define.ts";
import { attemptAll } from "../kit/each-device.ts";
import { counter, type Family } from "../kit/family.ts";
import { GroupCounters } from "../kit/group-counters.ts";
import type { CounterGroup } from "./counters.ts";
import { CACHE_EVENTS, HARDWARE_EVENTS, type PerfEvent, SOFTWARE_EVENTS } from "./events.ts";

const EVENTS = [...HARDWARE_EVENTS, ...SOFTWARE_EVENTS, ...CACHE_EVENTS];

/** Tracepoints that can be summed up. */
const MAX_TRACEPOINTS = 256;

export const GROUP_COUNTERS = [EVENTS.length + MAX_TRACEPOINTS];

export const GROUP_FAMILIES = EVENTS.map(familyOf);

interface Counted {
  readonly family: Family<readonly ["group"]>;
  readonly counter: number;
}

/** Events by group of CPUs. `tracepoints`: in the order of the flags, which a replaced worker has as well. */
export function updateGroups(
  { state, skip }: Pick<CollectorContext, "state" | "skip">,
  groups: CpuGroups,
  opened: readonly CounterGroup[],
  tracepoints: readonly PerfEvent[],
): Update {
  const totals = new GroupCounters(state, GROUP_COUNTERS);
  const order = [...EVENTS, ...tracepoints.slice(0, MAX_TRACEPOINTS)];
  const present = new Set(opened.flatMap(({ events }) => events));
  const counted = new Map<PerfEvent, Counted>(
    order.flatMap((event, counter) => (present.has(event) ? [[event, { family: familyOf(event), counter }]] : [])),
  );
  const columns = order.map((_, column) => [column]);
  const add = (group: CounterGroup): void => {
    const counts = group.read();
    if (counts === undefined) return;
    group.events.forEach((event, i) => {
      const counter = counted.get(event)?.counter;
      if (counter !== undefined) totals.addCpu(Number(group.cpu), counts, columns[i] ?? [], 0, counter);
    });
  };
  return (emit, scrape) => {
    totals.start(groups.at(scrape));
    attemptAll(opened, add, skip);
    totals.end();
    for (const { family, counter } of counted.values())
      groups.names.forEach((name, group) => emit(family, totals.total(counter, group), name));
  };
}

function familyOf({ family, help }: PerfEvent): Family<readonly ["group"]> {
  return counter(`node_perf_group_${family}`, `In a group of CPUs since the exporter started: ${help}`, "group");
}
