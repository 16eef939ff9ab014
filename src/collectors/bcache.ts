import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { counter, familiesIn, gauge } from "./kit/family.ts";
import type { Directory, Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import {
  parseBcacheNumber,
  parsePriorityStats,
  parseWritebackRate,
  type WritebackRate,
} from "./parsers/sysfs/bcache.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import type { Skip } from "./parsers/skip.ts";

const ofSet = {
  gauge: (name: string, help: string) => gauge(`node_bcache_${name}`, help, "uuid"),
  counter: (name: string, help: string) => counter(`node_bcache_${name}`, help, "uuid"),
};
const ofBacking = {
  gauge: (name: string, help: string) => gauge(`node_bcache_${name}`, help, "uuid", "backing_device"),
  counter: (name: string, help: string) => counter(`node_bcache_${name}`, help, "uuid", "backing_device"),
};
const ofCache = {
  gauge: (name: string, help: string) => gauge(`node_bcache_${name}`, help, "uuid", "cache_device"),
  counter: (name: string, help: string) => counter(`node_bcache_${name}`, help, "uuid", "cache_device"),
};

const SET = [
  { file: "average_key_size", family: ofSet.gauge("average_key_size_sectors", "Mean data per key of the B-tree.") },
  { file: "btree_cache_size", family: ofSet.gauge("btree_cache_size_bytes", "Memory that the B-tree cache holds.") },
  {
    file: "cache_available_percent",
    family: ofSet.gauge("cache_available_percent", "Percentage of the cache that holds no dirty data."),
  },
  { file: "congested", family: ofSet.gauge("congested", "How congested the cache device is.") },
  {
    file: "root_usage_percent",
    family: ofSet.gauge("root_usage_percent", "Percentage of the B-tree's root node in use."),
  },
  { file: "tree_depth", family: ofSet.gauge("tree_depth", "Levels of the B-tree below its root.") },
  {
    file: "internal/active_journal_entries",
    family: ofSet.gauge("active_journal_entries", "Journal entries newer than the index."),
  },
  { file: "internal/btree_nodes", family: ofSet.gauge("btree_nodes", "Nodes of the B-tree.") },
  {
    file: "internal/btree_read_average_duration_us",
    family: ofSet.gauge("btree_read_average_duration_seconds", "Mean time of a B-tree read."),
    unit: 1e-9,
  },
  {
    file: "internal/cache_read_races",
    family: ofSet.counter("cache_read_races_total", "Reads repeated because their bucket was reused meanwhile."),
  },
] as const;

const dirtyTarget = ofBacking.gauge("dirty_target_bytes", "Target of the writeback controller for dirty data.");
const writebackRate = ofBacking.gauge("writeback_rate", "Bytes per second that writeback may write now.");
const proportional = ofBacking.gauge(
  "writeback_rate_proportional_term",
  "Proportional term of the writeback controller.",
);
const integral = ofBacking.gauge("writeback_rate_integral_term", "Integral term of the writeback controller.");
const change = ofBacking.gauge("writeback_change", "Last change of the writeback rate.");
const readaheads = ofBacking.counter("cache_readaheads_total", "Reads that were widened for read-ahead.");

const BACKING = [
  { file: "dirty_data", family: ofBacking.gauge("dirty_data_bytes", "Dirty data of the backing device in the cache.") },
  {
    file: "stats_total/bypassed",
    family: ofBacking.counter("bypassed_bytes_total", "Bytes read and written bypassing the cache."),
  },
  { file: "stats_total/cache_hits", family: ofBacking.counter("cache_hits_total", "Requests that the cache served.") },
  {
    file: "stats_total/cache_misses",
    family: ofBacking.counter("cache_misses_total", "Requests that the cache could not serve."),
  },
  {
    file: "stats_total/cache_bypass_hits",
    family: ofBacking.counter("cache_bypass_hits_total", "Requests meant to bypass the cache whose data was in it."),
  },
  {
    file: "stats_total/cache_bypass_misses",
    family: ofBacking.counter(
      "cache_bypass_misses_total",
      "Requests meant to bypass the cache whose data was not in it.",
    ),
  },
  {
    file: "stats_total/cache_miss_collisions",
    family: ofBacking.counter(
      "cache_miss_collisions_total",
      "Insertions after a miss that collided with newly written data.",
    ),
  },
] as const;

const CACHE = [
  { file: "io_errors", family: ofCache.gauge("io_errors", "Errors of the cache device, decaying with time.") },
  {
    file: "metadata_written",
    family: ofCache.counter("metadata_written_bytes_total", "Bytes of metadata written to the cache device."),
  },
  { file: "written", family: ofCache.counter("written_bytes_total", "Bytes of data written to the cache device.") },
] as const;

const unused = ofCache.gauge("priority_stats_unused_percent", "Percentage of the cache that holds no data.");
const metadata = ofCache.gauge("priority_stats_metadata_percent", "Percentage of the cache that holds metadata.");

export default defineCollector({
  name: "bcache",
  summary: "Block cache statistics from /sys/fs/bcache.",
  enabledByDefault: true,
  families: [
    ...familiesIn(SET, BACKING, CACHE),
    dirtyTarget,
    writebackRate,
    proportional,
    integral,
    change,
    readaheads,
    unused,
    metadata,
  ],
  sources: [sysfs("fs/bcache/**"), kernelOption("CONFIG_BCACHE")],
  flags: {
    "collector.bcache.priorityStats": {
      type: "bool",
      default: false,
      help: "Show how the buckets of cache devices are used; reading this is expensive.",
    },
  },
  create({ host: { sys }, flags, skip }) {
    requireDirectory("path.sysfs", sys);
    const withPriorities = flags["collector.bcache.priorityStats"];
    return (emit) => {
      eachDevice(
        sys.glob("fs/bcache/*-*"),
        (path) => sys.exists(path),
        (path) => emitSet(emit, sys, path, withPriorities, skip),
        skip,
      );
    };
  },
});

function emitSet(emit: Emit, sys: Tree, path: string, withPriorities: boolean, skip: Skip): void {
  const uuid = baseName(path);
  const directory = sys.directory(path);
  for (const each of SET) {
    const value = number(directory, each.file);
    if (value !== undefined) emit(each.family, "unit" in each ? value * each.unit : value, uuid);
  }
  for (const backing of sys.glob(`${path}/bdev[0-9]*`)) emitBacking(emit, sys, backing, uuid, skip);
  for (const cache of sys.glob(`${path}/cache[0-9]*`)) emitCache(emit, sys, cache, uuid, withPriorities, skip);
}

function emitBacking(emit: Emit, sys: Tree, path: string, uuid: string, skip: Skip): void {
  const device = baseName(path);
  const debug = `${path}/writeback_rate_debug`;
  const rate = readOrSkip(skip, () => parseWritebackRate(sys.read(debug), sys.resolve(debug)));
  if (rate !== undefined) emitRate(emit, rate, uuid, device);
  const directory = sys.directory(path);
  for (const { file, family } of BACKING) {
    const value = number(directory, file);
    if (value !== undefined) emit(family, value, uuid, device);
  }
  // Recent kernels have no read-ahead of their own here.
  const widened = number(directory, "stats_total/cache_readaheads") ?? 0;
  if (widened !== 0) emit(readaheads, widened, uuid, device);
}

function emitRate(emit: Emit, rate: WritebackRate, uuid: string, device: string): void {
  emit(dirtyTarget, rate.target, uuid, device);
  emit(writebackRate, rate.rate, uuid, device);
  emit(proportional, rate.proportional, uuid, device);
  emit(integral, rate.integral, uuid, device);
  emit(change, rate.change, uuid, device);
}

function emitCache(emit: Emit, sys: Tree, path: string, uuid: string, withPriorities: boolean, skip: Skip): void {
  const device = baseName(path);
  const directory = sys.directory(path);
  for (const { file, family } of CACHE) {
    const value = number(directory, file);
    if (value !== undefined) emit(family, value, uuid, device);
  }
  if (!withPriorities) return;
  const stats = `${path}/priority_stats`;
  const priorities = readOrSkip(skip, () => parsePriorityStats(sys.read(stats), sys.resolve(stats)));
  if (priorities === undefined) return;
  emit(unused, priorities.unusedPercent, uuid, device);
  emit(metadata, priorities.metadataPercent, uuid, device);
}

/** An attribute that this kernel does not have counts as zero; undefined where it cannot be read. */
function number(directory: Directory, file: string): number | undefined {
  return directory.parsedIf(file, parseBcacheNumber, undefined, 0);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
