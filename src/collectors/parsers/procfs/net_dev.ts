import { Scanner } from "../scanner.ts";

/** One interface of /proc/net/dev; the counters are sums of several that netlink tells apart. */
export interface NetDevRow {
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

/** Parses dev_seq_show (net/core/net-procfs.c): two lines of header, then an interface a line. */
export function parseNetDev(bytes: Buffer, path: string): readonly NetDevRow[] {
  const scanner = new Scanner(bytes, path);
  scanner.nextLine();
  scanner.nextLine();
  const rows: NetDevRow[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) rows.push(parseRow(scanner));
  return rows;
}

function parseRow(scanner: Scanner): NetDevRow {
  const device = deviceName(scanner);
  const values: number[] = [];
  while (!scanner.atLineEnd()) values.push(scanner.uint());
  if (values.length !== NET_DEV_COLUMNS.length) {
    throw scanner.error(`${values.length} counters, expected ${NET_DEV_COLUMNS.length}`);
  }
  return { device, values };
}

/** The text before the last colon of the line: names of aliases hold colons themselves. */
function deviceName(scanner: Scanner): string {
  const { bytes } = scanner;
  scanner.skipBlanks();
  const start = scanner.at;
  const newline = bytes.indexOf(NEWLINE, start);
  const colon = bytes.lastIndexOf(COLON, newline < 0 ? bytes.length : newline);
  if (colon < start) throw scanner.error("no colon");
  scanner.at = colon + 1;
  return bytes.toString("utf8", start, colon);
}
