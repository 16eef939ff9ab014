import type { CpuGroup } from "../../../collectors/kit/cpu-group.ts";
import { familiesInGroup, groupFamiliesFor, isGroupFamily } from "../group-families.ts";

/** Why a metric of these collectors cannot be shown with this --cpu.group; undefined where it can. */
export function concludeGroup(metric: string, collectors: readonly string[], group: CpuGroup): string | undefined {
  if (group === "none") {
    if (!isGroupFamily(metric)) return undefined;
    const names = collectors.flatMap((collector) => familiesInGroup(metric, collector));
    return `It shows groups of CPUs: --cpu.group=node, package or all shows it${inPlaceOf(names)}.`;
  }
  const names = collectors.map((collector) => groupFamiliesFor(metric, collector));
  if (names.some(({ length }) => length === 0)) return undefined;
  return `It is about each CPU: --cpu.group=${group} shows ${names.flat().join(", ")} in its place.`;
}

function inPlaceOf(names: readonly string[]): string {
  return names.length === 0 ? "" : ` in place of ${names.join(", ")}`;
}
