/**
 * How long the records of a file can get, in bytes, which lets the reader do without the read that only finds the end:
 * the kernel hands out whole records, a page at a time, so a read that leaves room for another record is the last one.
 * It pays where the kernel takes long to make the file, and where there are many files.
 */
export type RecordLength = (relative: string) => number;

/** The kernel makes the whole file at once (single_open of fs/seq_file.c): a read that does not fill the buffer is the last. */
export const WHOLE_FILE = 0;

/** Initial buffer of seq_file (fs/seq_file.c); also the length of a record of unknown length. */
export const PAGE_BYTES = 4096;

/** net/ipv4/udp.c pads a row to 127 bytes, net/ipv6/udp.c writes up to 180. */
const UDP_ROW = 512;

/** Files of procfs by path. */
const LENGTHS: ReadonlyMap<string, number> = new Map([
  ["loadavg", WHOLE_FILE],
  ["meminfo", WHOLE_FILE],
  ["net/netstat", WHOLE_FILE],
  ["net/snmp", WHOLE_FILE],
  ["net/snmp6", WHOLE_FILE],
  ["net/sockstat", WHOLE_FILE],
  ["net/sockstat6", WHOLE_FILE],
  ["pressure/cpu", WHOLE_FILE],
  ["pressure/io", WHOLE_FILE],
  ["pressure/irq", WHOLE_FILE],
  ["pressure/memory", WHOLE_FILE],
  ["stat", WHOLE_FILE],
  // The names and the rows are of 17 columns, about 170 bytes (net/netfilter/nf_conntrack_standalone.c).
  ["net/stat/nf_conntrack", 512],
  // Rows of 15 numbers of 8 digits (net/core/net-procfs.c).
  ["net/softnet_stat", 256],
  ["net/udp", UDP_ROW],
  ["net/udp6", UDP_ROW],
  // Names have up to 31 bytes (mm/vmstat.c), numbers up to 20.
  ["vmstat", 96],
]);

/** The stat file of a process or a thread is made at once (fs/proc/array.c), and so is everything below /proc/sys. */
export function procfsRecordLength(relative: string): number {
  if (isDigit(relative.charCodeAt(0))) return relative.endsWith("/stat") ? WHOLE_FILE : PAGE_BYTES;
  if (relative.startsWith("sys/")) return WHOLE_FILE;
  return LENGTHS.get(relative) ?? PAGE_BYTES;
}

/** sysfs returns an attribute whole, or a page at a time (fs/kernfs/file.c). */
export function sysfsRecordLength(): number {
  return 1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
