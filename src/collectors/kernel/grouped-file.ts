import type { Family } from "../kit/family.ts";
import type { Emit } from "../kit/define.ts";
import type { GroupCounters } from "../kit/group-counters.ts";
import type { ParsedFile, Tree } from "../kit/host.ts";
import type { Skip } from "../parsers/skip.ts";
import type { CpuGroups } from "./cpu-groups.ts";

/**
 * A file whose counters of CPUs `read` adds to the sums of their groups. The groups have to be those of the scrape
 * (`CpuGroups.at`) when it is read.
 */
export function groupedFile(
  tree: Tree,
  path: string,
  groups: CpuGroups,
  counters: GroupCounters,
  read: (bytes: Buffer, path: string, skip: Skip) => void,
): ParsedFile<GroupCounters> {
  return tree.file(path, (bytes, file, skip) => {
    counters.start(groups);
    read(bytes, file, skip);
    counters.end();
    return counters;
  });
}

/** A counter of groups of CPUs, with what its sum is divided by. */
interface GroupCounter {
  readonly family: Family<readonly ["group"]>;
  readonly perUnit?: number;
}

/** Emits the sums of a table; the n-th family is that of the n-th counter. */
export function emitTotals(
  emit: Emit,
  { names }: CpuGroups,
  totals: GroupCounters,
  counters: readonly GroupCounter[],
): void {
  names.forEach((name, group) =>
    counters.forEach(({ family, perUnit = 1 }, counter) => emit(family, totals.total(counter, group) / perUnit, name)),
  );
}
