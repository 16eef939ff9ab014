import type { Emit, Scrape } from "../kit/define.ts";
import { hasErrno, NOT_SUPPORTED } from "../kit/errnos.ts";
import type { Host } from "../kit/host.ts";
import { type CounterName, COUNTERS, type CounterTable } from "../parsers/netlink/counter_table.ts";
import { linkDumpRequest } from "../parsers/netlink/link.ts";
import { attributeText } from "../parsers/netlink/link_alias.ts";
import { LinkCounters } from "../parsers/netlink/link_counters.ts";
import { LinkStatistics, linkStatisticsDumpRequest } from "../parsers/netlink/link_statistics.ts";
import { NETLINK_ROUTE } from "../parsers/netlink/message.ts";
import { sharedLinks } from "../kernel/netlink/shared-links.ts";
import { counterFamily, type CounterOptions, type EmitCounter } from "./options.ts";

interface Column {
  readonly emit: EmitCounter;
  /** The counters that are summed up. */
  readonly counters: readonly number[];
}

/** Emits the counters of all interfaces. */
type EmitCounters = (emit: Emit, scrape: Scrape) => void;

/**
 * Counters of all interfaces from a dump of statistics, a tenth of the work of a link dump with them. The names come
 * from the link dump that the collectors of this worker share. Linux before 4.7 gives both in one link dump only.
 */
export function netlinkCounters(host: Host, options: CounterOptions): EmitCounters {
  const columns = columnsOf(options.detailed ? DETAILED : SUMS, options.withAlias);
  let update = fromStatistics(host, options, columns);
  return (emit, scrape) => {
    try {
      update(emit, scrape);
    } catch (error) {
      if (!hasErrno(error, NOT_SUPPORTED)) throw error;
      update = fromLinks(host, options, columns);
      update(emit, scrape);
    }
  };
}

function fromStatistics({ native }: Host, options: CounterOptions, columns: readonly Column[]): EmitCounters {
  const request = linkStatisticsDumpRequest();
  const links = sharedLinks(native);
  const statistics = new LinkStatistics();
  return (emit, scrape) => {
    const listed = links.read(scrape);
    native.netlink(NETLINK_ROUTE, request, statistics);
    for (let row = 0; row < statistics.rows; row++) {
      const index = statistics.index(row);
      const expected = listed[row];
      // Interfaces that came after the link dump have no name yet.
      const link = expected?.index === index ? expected : links.get(index);
      if (link === undefined || options.ignored(link.name)) continue;
      const alias = options.withAlias ? attributeText(link.alias) : "";
      emitRow(emit, statistics, row, columns, link.name, alias);
    }
  };
}

function fromLinks({ native }: Host, options: CounterOptions, columns: readonly Column[]): EmitCounters {
  const request = linkDumpRequest();
  const counters = new LinkCounters();
  return (emit) => {
    native.netlink(NETLINK_ROUTE, request, counters);
    for (let row = 0; row < counters.rows; row++) {
      const device = counters.name(row);
      if (options.ignored(device)) continue;
      const alias = options.withAlias ? attributeText(counters.alias(row)) : "";
      emitRow(emit, counters, row, columns, device, alias);
    }
  };
}

function emitRow(
  emit: Emit,
  table: CounterTable,
  row: number,
  columns: readonly Column[],
  device: string,
  alias: string,
): void {
  for (const { emit: emitCounter, counters } of columns) {
    const [first = 0] = counters;
    const value = counters.length === 1 ? table.value(row, first) : table.sum(row, counters);
    emitCounter(emit, value, device, alias);
  }
}

function columnsOf(keys: Readonly<Record<string, readonly CounterName[]>>, withAlias: boolean): readonly Column[] {
  return Object.entries(keys).map(([key, names]) => ({
    emit: counterFamily(key, withAlias),
    counters: names.map((name) => COUNTERS.indexOf(name)),
  }));
}

/** The sums that /proc/net/dev shows (dev_seq_printf_stats in net/core/net-procfs.c), and receive_nohandler. */
const SUMS: Readonly<Record<string, readonly CounterName[]>> = {
  receive_bytes: ["rx_bytes"],
  receive_packets: ["rx_packets"],
  receive_errs: ["rx_errors"],
  receive_drop: ["rx_dropped", "rx_missed_errors"],
  receive_fifo: ["rx_fifo_errors"],
  receive_frame: ["rx_length_errors", "rx_over_errors", "rx_crc_errors", "rx_frame_errors"],
  receive_compressed: ["rx_compressed"],
  receive_multicast: ["multicast"],
  receive_nohandler: ["rx_nohandler"],
  transmit_bytes: ["tx_bytes"],
  transmit_packets: ["tx_packets"],
  transmit_errs: ["tx_errors"],
  transmit_drop: ["tx_dropped"],
  transmit_fifo: ["tx_fifo_errors"],
  transmit_colls: ["collisions"],
  transmit_carrier: ["tx_carrier_errors", "tx_aborted_errors", "tx_heartbeat_errors", "tx_window_errors"],
  transmit_compressed: ["tx_compressed"],
};

/** Each counter under a name of its own. */
const DETAILED: Readonly<Record<string, readonly CounterName[]>> = Object.fromEntries(
  COUNTERS.map((name) => [name.replace(/^rx_/, "receive_").replace(/^tx_/, "transmit_"), [name]]),
);
