import { defineCollector, type Emit } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { type ConntrackStats, parseConntrackStats } from "./parsers/procfs/nf_conntrack.ts";
import { parseNumberFile } from "./parsers/procfs/number_file.ts";

const entries = gauge("node_nf_conntrack_entries", "Connections in the tracking table.");
const limit = gauge("node_nf_conntrack_entries_limit", "Connections that the tracking table can hold.");
const found = gauge("node_nf_conntrack_stat_found", "Lookups that found an entry.");
const invalid = gauge("node_nf_conntrack_stat_invalid", "Packets that cannot be tracked.");
const ignore = gauge("node_nf_conntrack_stat_ignore", "Packets that already belong to a connection.");
const insert = gauge("node_nf_conntrack_stat_insert", "Entries inserted into the table.");
const insertFailed = gauge(
  "node_nf_conntrack_stat_insert_failed",
  "Entries not inserted because they already existed.",
);
const drop = gauge("node_nf_conntrack_stat_drop", "Packets dropped because no entry could be made.");
const earlyDrop = gauge("node_nf_conntrack_stat_early_drop", "Entries dropped to make room for new ones.");
const searchRestart = gauge("node_nf_conntrack_stat_search_restart", "Lookups restarted after the table was resized.");

const STATISTICS = [found, invalid, ignore, insert, insertFailed, drop, earlyDrop, searchRestart];

export default defineCollector({
  name: "conntrack",
  summary: "Connection tracking statistics from /proc/net/stat/nf_conntrack and /proc/sys/net/netfilter.",
  enabledByDefault: true,
  families: [entries, limit, ...STATISTICS],
  sources: [
    procfs("sys/net/netfilter/nf_conntrack_count", entries),
    procfs("sys/net/netfilter/nf_conntrack_max", limit),
    procfs("net/stat/nf_conntrack", ...STATISTICS),
    kernelOption("CONFIG_NF_CONNTRACK"),
    kernelOption("CONFIG_NF_CONNTRACK_PROCFS", ...STATISTICS),
  ],
  flags: {},
  create({ host: { proc }, skip }) {
    const count = proc.file("sys/net/netfilter/nf_conntrack_count", parseNumberFile);
    const max = proc.file("sys/net/netfilter/nf_conntrack_max", parseNumberFile);
    const table = proc.file("net/stat/nf_conntrack", parseConntrackStats);
    return (emit) => {
      const connections = readOrSkip(skip, () => count.readIf() ?? absent("sys/net/netfilter/nf_conntrack_count"));
      if (connections instanceof Error) return connections;
      if (connections !== undefined) emit(entries, connections);
      const most = readOrSkip(skip, () => max.readIf() ?? absent("sys/net/netfilter/nf_conntrack_max"));
      if (most instanceof Error) return most;
      if (most !== undefined) emit(limit, most);
      const stats = table.readIf();
      if (stats === undefined) return absent("net/stat/nf_conntrack");
      emitStats(emit, stats);
      return undefined;
    };
  },
});

function emitStats(emit: Emit, stats: ConntrackStats): void {
  emit(found, stats.found);
  emit(invalid, stats.invalid);
  emit(ignore, stats.ignore);
  emit(insert, stats.insert);
  emit(insertFailed, stats.insertFailed);
  emit(drop, stats.drop);
  emit(earlyDrop, stats.earlyDrop);
  emit(searchRestart, stats.searchRestart);
}
