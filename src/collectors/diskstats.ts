import { namePair } from "./kit/name-pair.ts";
import { defineCollector, type Emit } from "./kit/define.ts";
import { DISK_INFO_FAMILIES } from "./diskstats/disk-info.ts";
import { openDisks } from "./diskstats/disks.ts";
import { counter, familiesIn, gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs, sysfs, udev } from "./kit/sources.ts";
import { parseDiskstats } from "./parsers/procfs/diskstats.ts";

const SECTOR_BYTES = 512;
const SECONDS = 0.001;

/** The columns of /proc/diskstats in their order, with the factor from the kernel's unit. */
const COLUMNS = [
  [counter("node_disk_reads_completed_total", "Read requests completed.", "device"), 1],
  [counter("node_disk_reads_merged_total", "Read requests merged with adjacent ones.", "device"), 1],
  [counter("node_disk_read_bytes_total", "Bytes read.", "device"), SECTOR_BYTES],
  [counter("node_disk_read_time_seconds_total", "Total seconds spent on reads.", "device"), SECONDS],
  [counter("node_disk_writes_completed_total", "Write requests completed.", "device"), 1],
  [counter("node_disk_writes_merged_total", "Write requests merged with adjacent ones.", "device"), 1],
  [counter("node_disk_written_bytes_total", "Bytes written.", "device"), SECTOR_BYTES],
  [counter("node_disk_write_time_seconds_total", "Total seconds spent on writes.", "device"), SECONDS],
  [gauge("node_disk_io_now", "Requests in flight.", "device"), 1],
  [counter("node_disk_io_time_seconds_total", "Seconds with at least one request in flight.", "device"), SECONDS],
  [
    counter(
      "node_disk_io_time_weighted_seconds_total",
      "Seconds with requests in flight, times their number.",
      "device",
    ),
    SECONDS,
  ],
  [counter("node_disk_discards_completed_total", "Discard requests completed.", "device"), 1],
  [counter("node_disk_discards_merged_total", "Discard requests merged with adjacent ones.", "device"), 1],
  [counter("node_disk_discarded_sectors_total", "Sectors of 512 bytes discarded.", "device"), 1],
  [counter("node_disk_discard_time_seconds_total", "Total seconds spent on discards.", "device"), SECONDS],
  [counter("node_disk_flush_requests_total", "Flush requests completed.", "device"), 1],
  [counter("node_disk_flush_requests_time_seconds_total", "Total seconds spent on flush requests.", "device"), SECONDS],
] as const;

const deviceFilter = namePair({
  what: "devices",
  include: { flag: "collector.diskstats.device-include" },
  exclude: {
    flag: "collector.diskstats.device-exclude",
    default: "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$",
    old: "collector.diskstats.ignored-devices",
  },
  isExclusive: true,
});

export default defineCollector({
  name: "diskstats",
  summary: "Disk I/O statistics from /proc/diskstats, with device properties from udev.",
  enabledByDefault: true,
  families: [...familiesIn(COLUMNS), ...DISK_INFO_FAMILIES],
  sources: [
    procfs("diskstats"),
    sysfs("block/*/queue/rotational", ...DISK_INFO_FAMILIES),
    udev("b*:*", ...DISK_INFO_FAMILIES),
  ],
  flags: {
    ...deviceFilter.flags,
  },
  create(context) {
    const { host } = context;
    requireDirectory("path.procfs", host.proc);
    requireDirectory("path.sysfs", host.sys);
    const ignored = deviceFilter.ignored(context);
    const disks = openDisks(context);
    const file = host.proc.file("diskstats", parseDiskstats);
    return (emit) => {
      disks.startScrape();
      for (const row of file.read()) {
        if (ignored(row.device)) continue;
        const device = disks.emit(emit, row.device, row.major, row.minor);
        emitCounters(emit, device, row.columns);
      }
      disks.endScrape();
    };
  },
});

function emitCounters(emit: Emit, device: string, columns: readonly number[]): void {
  for (let i = 0; i < columns.length; i++) {
    const column = COLUMNS[i];
    if (column !== undefined) emit(column[0], (columns[i] ?? 0) * column[1], device);
  }
}
