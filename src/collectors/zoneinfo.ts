import { defineCollector } from "./kit/define.ts";
import { counter, familiesIn, type Family, familyCache, gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { parseZoneinfo } from "./parsers/procfs/zoneinfo.ts";

type ZoneFamily = Family<readonly ["node", "zone"]>;

/** Family by the kernel's word. */
const FAMILIES: readonly (readonly [word: string, family: ZoneFamily])[] = [
  ["nr_free_pages", pages("nr_free_pages", "Free pages.")],
  ["min", pages("min_pages", "Pages below which only urgent allocations are served.")],
  ["low", pages("low_pages", "Free pages below which reclaim starts in the background.")],
  ["high", pages("high_pages", "Free pages at which background reclaim ends.")],
  ["scanned", pages("scanned_pages", "Pages scanned since the last reclaim.")],
  ["spanned", pages("spanned_pages", "Pages from the first to the last of the zone, holes included.")],
  ["present", pages("present_pages", "Pages that exist in the zone.")],
  ["managed", pages("managed_pages", "Pages that the page allocator manages.")],
  ["nr_active_anon", pages("nr_active_anon_pages", "Anonymous pages used lately.")],
  ["nr_inactive_anon", pages("nr_inactive_anon_pages", "Anonymous pages not used lately.")],
  ["nr_isolated_anon", pages("nr_isolated_anon_pages", "Anonymous pages taken off the lists for reclaim.")],
  ["nr_active_file", pages("nr_active_file_pages", "File pages used lately.")],
  ["nr_inactive_file", pages("nr_inactive_file_pages", "File pages not used lately.")],
  ["nr_isolated_file", pages("nr_isolated_file_pages", "File pages taken off the lists for reclaim.")],
  ["nr_slab_reclaimable", pages("nr_slab_reclaimable_pages", "Slab pages that can be reclaimed.")],
  ["nr_slab_unreclaimable", pages("nr_slab_unreclaimable_pages", "Slab pages that cannot be reclaimed.")],
  ["nr_mlock_stack", pages("nr_mlock_stack_pages", "Pages of locked stacks.")],
  ["nr_mapped", pages("nr_mapped_pages", "File pages mapped by processes.")],
  ["nr_dirty", pages("nr_dirty_pages", "Pages that wait to be written.")],
  ["nr_writeback", pages("nr_writeback_pages", "Pages being written.")],
  ["nr_unevictable", pages("nr_unevictable_pages", "Pages that cannot be evicted.")],
  ["nr_shmem", pages("nr_shmem_pages", "Shared memory pages, tmpfs included.")],
  ["nr_anon_pages", pages("nr_anon_pages", "Anonymous pages mapped by processes.")],
  ["nr_file_pages", pages("nr_file_pages", "Pages of the page cache.")],
  ["nr_anon_transparent_hugepages", pages("nr_anon_transparent_hugepages", "Anonymous transparent huge pages.")],
  ["nr_kernel_stack", pages("nr_kernel_stacks", "Kernel stacks, as the kernel counts them.")],
  ["nr_dirtied", events("nr_dirtied_total", "Pages that became dirty.")],
  ["nr_written", events("nr_written_total", "Pages written.")],
  ["numa_hit", events("numa_hit_total", "Allocations served by the node that was asked for.")],
  ["numa_miss", events("numa_miss_total", "Allocations served here though another node was asked for.")],
  ["numa_foreign", events("numa_foreign_total", "Allocations served elsewhere though this node was asked for.")],
  ["numa_interleave", events("numa_interleave_total", "Interleaved allocations served as intended.")],
  ["numa_local", events("numa_local_total", "Allocations served to a process on this node.")],
  ["numa_other", events("numa_other_total", "Allocations served to a process on another node.")],
];

export default defineCollector({
  name: "zoneinfo",
  summary: "Memory zones from /proc/zoneinfo.",
  enabledByDefault: false,
  families: [...familiesIn(FAMILIES), "node_zoneinfo_protection_*"],
  sources: [procfs("zoneinfo")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("zoneinfo", parseZoneinfo);
    const protection = familyCache((index) =>
      pages(`protection_${index}`, "Pages kept back from allocations that could use the zone of this number."),
    );
    return (emit) => {
      for (const { node, zone, values, protection: kept } of file.read()) {
        for (const [word, family] of FAMILIES) {
          const value = values.get(word);
          if (value !== undefined) emit(family, value, node, zone);
        }
        for (const [index, count] of kept.entries()) emit(protection(String(index)), count, node, zone);
      }
    };
  },
});

function pages(suffix: string, help: string): ZoneFamily {
  return gauge(`node_zoneinfo_${suffix}`, help, "node", "zone");
}

function events(suffix: string, help: string): ZoneFamily {
  return counter(`node_zoneinfo_${suffix}`, help, "node", "zone");
}
