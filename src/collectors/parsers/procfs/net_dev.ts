import { isInterfaceName } from "../interface-name.ts";
import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";
import { decodeName } from "../utf8.ts";

/** One interface of /proc/net/dev; the counters are sums of several that netlink distinguishes. */
interface NetDevRow {
  readonly device: string;
  /** In the order of `NET_DEV_COLUMNS`. */
  readonly values: readonly number[];
}

export const NET_DEV_COLUMNS = [
  "receive_bytes",
  "receive_packets",
  "receive_errors",
  "receive_dropped",
  "receive_fifo",
  "receive_frame",
  "receive_compressed",
  "receive_multicast",
  "transmit_bytes",
  "transmit_packets",
  "transmit_errors",
  "transmit_dropped",
  "transmit_fifo",
  "transmit_colls",
  "transmit_carrier",
  "transmit_compressed",
] as const;

const COLON = 58;
const NEWLINE = 10;
const BAR = 124;

/** Parses dev_seq_show (net/core/net-procfs.c): two lines of header, then an interface a line. */
export function parseNetDev(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly NetDevRow[] {
  const scanner = new Scanner(bytes, path);
  const rows: NetDevRow[] = [];
  readLines(scanner, skip, () => {
    const row = parseRow(scanner);
    return row !== undefined && rows.push(row) > 0;
  });
  return rows;
}

/** Undefined for a line of the header. */
function parseRow(scanner: Scanner): NetDevRow | undefined {
  const device = deviceName(scanner);
  if (device === undefined) return undefined;
  const values: number[] = [];
  if (scanner.uints(values, NET_DEV_COLUMNS.length) < NET_DEV_COLUMNS.length)
    throw scanner.error(`${values.length} counters, expected ${NET_DEV_COLUMNS.length}`);
  return { device, values };
}

/**
 * The text before the last colon of the line: names of aliases hold colons themselves. Lines of the header have none, but
 * bars.
 */
function deviceName(scanner: Scanner): string | undefined {
  const { bytes } = scanner;
  scanner.skipBlanks();
  const start = scanner.at;
  const newline = bytes.indexOf(NEWLINE, start);
  const colon = bytes.lastIndexOf(COLON, newline < 0 ? bytes.length : newline);
  if (colon < start) {
    if (bytes.subarray(start, newline < 0 ? bytes.length : newline).includes(BAR)) return undefined;
    throw scanner.error("no colon");
  }
  scanner.at = colon + 1;
  const name = decodeName(bytes.subarray(start, colon));
  if (!isInterfaceName(name)) throw scanner.error("no name of an interface");
  return name;
}
