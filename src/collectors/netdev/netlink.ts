import type { Emit } from "../define.ts";
import type { Host } from "../host.ts";
import { linkDumpRequest } from "../netlink/link.ts";
import { attributeText } from "../netlink/link_alias.ts";
import { type CounterName, COUNTERS, LinkCounters } from "../netlink/link_counters.ts";
import { NETLINK_ROUTE } from "../netlink/message.ts";
import { counterFamily, type CounterOptions, type EmitCounter } from "./options.ts";

interface Column {
  readonly emit: EmitCounter;
  /** The counters that are summed up. */
  readonly counters: readonly number[];
}

/** Counters of all interfaces by one rtnetlink dump a scrape. */
export function netlinkCounters({ native }: Host, options: CounterOptions): (emit: Emit) => void {
  const request = linkDumpRequest();
  const links = new LinkCounters();
  const columns = columnsOf(options.detailed ? DETAILED : SUMS, options.withAlias);
  return (emit) => {
    native.netlink(NETLINK_ROUTE, request, links);
    for (let row = 0; row < links.rows; row++) emitRow(emit, links, row, columns, options);
  };
}

function emitRow(
  emit: Emit,
  links: LinkCounters,
  row: number,
  columns: readonly Column[],
  { ignored, withAlias }: CounterOptions,
): void {
  const device = links.name(row);
  if (ignored(device)) return;
  const alias = withAlias ? attributeText(links.alias(row)) : "";
  for (const { emit: emitCounter, counters } of columns) {
    const [first = 0] = counters;
    const value = counters.length === 1 ? links.value(row, first) : links.sum(row, counters);
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
