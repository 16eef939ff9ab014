import { collectorFacts } from "../../collectors/generated/families.ts";

/** Not named after the families in whose place they are. */
const NAMED_OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  node_cpu_online: ["node_cpu_group_cpus"],
  node_cpu_frequency_hertz: [
    "node_cpu_group_info_frequency_highest_hertz",
    "node_cpu_group_info_frequency_lowest_hertz",
  ],
};

/** Whether a family is one of groups of CPUs, which only this program has. */
export function isGroupFamily(family: string): boolean {
  return /^node_[a-z]+_group_/.test(family);
}

/** The families that a collector shows in the place of this one where CPUs are shown in groups; empty where it stays. */
export function groupFamiliesFor(family: string, collector: string): readonly string[] {
  const { families = [] } = collectorFacts[collector] ?? {};
  const groups = families.filter(isGroupFamily);
  if (groups.length === 0 || isGroupFamily(family)) return [];
  const name = family.replace(/^node_[a-z]+_/, "$&group_");
  // One of which the kernel has a part, such as a tracepoint.
  if (!families.includes(family)) return [name];
  const stem = name.replace(/_hertz$/, "");
  const names = new Set([name, `${stem}_cpus`, `${stem}_highest_hertz`, `${stem}_lowest_hertz`]);
  const found = groups.filter((each) => names.has(each));
  return found.length > 0 ? found : groups.filter((each) => NAMED_OTHERWISE[family]?.includes(each));
}

/** The families of a collector in whose place it shows this one where CPUs are shown in groups. */
export function familiesInGroup(groupFamily: string, collector: string): readonly string[] {
  const { families = [] } = collectorFacts[collector] ?? {};
  return families.filter((family) => groupFamiliesFor(family, collector).includes(groupFamily));
}
