import { HIDDEN, NOT_SUPPORTED } from "../kit/errnos.ts";
import { counter, gauge, type Family } from "../kit/family.ts";

type PortFamily = Family<readonly ["device", "port"]>;

/** One file of a directory of counters: its family and what to do with its number. */
interface PortCounter {
  readonly family: PortFamily;
  readonly convert: (value: number) => number;
}

/** A directory of a port with one file per counter. */
export interface CounterFolder {
  readonly name: string;
  /** The directory is read only where this one exists, too. */
  readonly onlyBeside?: string;
  /** Errors of a read that mean that the driver does not keep the counter. */
  readonly tolerated: ReadonlySet<string>;
  readonly counters: ReadonlyMap<string, PortCounter>;
}

const UNSUPPORTED = [...HIDDEN, ...NOT_SUPPORTED];

/** Port data counters count words of 4 bytes. */
const words = (value: number): number => value * 4;
const wholeSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

function count(file: string, name: string, help: string, convert = (value: number): number => value) {
  return [file, { family: counter(`node_infiniband_${name}_total`, help, "device", "port"), convert }] as const;
}

const STANDARD = new Map<string, PortCounter>([
  count(
    "excessive_buffer_overrun_errors",
    "excessive_buffer_overrun_errors",
    "Times that a buffer overran in a row of flow control periods.",
  ),
  count("link_downed", "link_downed", "Times that the link failed to recover and went down."),
  count("link_error_recovery", "link_error_recovery", "Times that the link recovered from an error."),
  count("local_link_integrity_errors", "local_link_integrity_errors", "Bursts of physical errors above the threshold."),
  count("multicast_rcv_packets", "multicast_packets_received", "Multicast packets received, with errors or not."),
  count("multicast_xmit_packets", "multicast_packets_transmitted", "Multicast packets sent, with errors or not."),
  count("port_rcv_constraint_errors", "port_constraint_errors_received", "Packets discarded on receipt by a rule."),
  count("port_rcv_data", "port_data_received_bytes", "Bytes received on all virtual lanes.", words),
  count("port_rcv_discards", "port_discards_received", "Packets received and discarded."),
  count("port_rcv_errors", "port_errors_received", "Packets received with an error."),
  count("port_rcv_packets", "port_packets_received", "Packets received on all virtual lanes."),
  count(
    "port_rcv_remote_physical_errors",
    "port_receive_remote_physical_errors",
    "Packets received with an end mark that says they are bad.",
  ),
  count("port_rcv_switch_relay_errors", "port_receive_switch_relay_errors", "Packets that a switch could not forward."),
  count("port_xmit_constraint_errors", "port_constraint_errors_transmitted", "Packets not sent because of a rule."),
  count("port_xmit_data", "port_data_transmitted_bytes", "Bytes sent on all virtual lanes.", words),
  count("port_xmit_discards", "port_discards_transmitted", "Packets to be sent that were discarded."),
  count("port_xmit_packets", "port_packets_transmitted", "Packets sent on all virtual lanes."),
  count("port_xmit_wait", "port_transmit_wait", "Clock ticks in which the port had data and could not send it."),
  count("symbol_error", "symbol_error", "Minor link errors on one or more physical lanes."),
  count("unicast_rcv_packets", "unicast_packets_received", "Unicast packets received, with errors or not."),
  count("unicast_xmit_packets", "unicast_packets_transmitted", "Unicast packets sent, with errors or not."),
  count("VL15_dropped", "vl15_dropped", "Management packets dropped for lack of resources."),
]);

const LEGACY = new Map<string, PortCounter>([
  count("port_multicast_rcv_packets", "legacy_multicast_packets_received", "Multicast packets received."),
  count("port_multicast_xmit_packets", "legacy_multicast_packets_transmitted", "Multicast packets sent."),
  count("port_rcv_data_64", "legacy_data_received_bytes", "Bytes received on all virtual lanes.", words),
  count("port_rcv_packets_64", "legacy_packets_received", "Packets received."),
  count("port_unicast_rcv_packets", "legacy_unicast_packets_received", "Unicast packets received."),
  count("port_unicast_xmit_packets", "legacy_unicast_packets_transmitted", "Unicast packets sent."),
  count("port_xmit_data_64", "legacy_data_transmitted_bytes", "Bytes sent on all virtual lanes.", words),
  count("port_xmit_packets_64", "legacy_packets_transmitted", "Packets sent."),
]);

const HARDWARE = new Map<string, PortCounter>([
  count("duplicate_request", "duplicate_requests_packets", "Requests received twice."),
  count("implied_nak_seq_err", "implied_nak_seq_errors", "Acknowledgements past the expected sequence number."),
  [
    "lifespan",
    {
      family: gauge(
        "node_infiniband_lifespan_seconds",
        "Longest time in seconds between two updates of the hardware counters.",
        "device",
        "port",
      ),
      convert: wholeSeconds,
    },
  ],
  count("local_ack_timeout_err", "local_ack_timeout_errors", "Requests whose acknowledgement did not come in time."),
  count("np_cnp_sent", "np_cnp_packets_sent", "Congestion notifications sent as the receiving side."),
  count(
    "np_ecn_marked_roce_packets",
    "np_ecn_marked_roce_packets_received",
    "RoCE packets received with a congestion mark.",
  ),
  count("out_of_buffer", "out_of_buffer_drops", "Packets dropped because no receive buffer was posted."),
  count("out_of_sequence", "out_of_sequence_packets_received", "Packets received out of order."),
  count("packet_seq_err", "packet_sequence_errors", "Negative acknowledgements received for a wrong sequence."),
  count("req_cqe_error", "req_cqes_errors", "Requests that completed with an error."),
  count("req_cqe_flush_error", "req_cqes_flush_errors", "Requests that completed because their queue was flushed."),
  count("req_remote_access_errors", "req_remote_access_errors", "Requests that met a remote access error."),
  count("req_remote_invalid_request", "req_remote_invalid_request_errors", "Requests that the far side found invalid."),
  count("resp_cqe_error", "resp_cqes_errors", "Responses that completed with an error."),
  count("resp_cqe_flush_error", "resp_cqes_flush_errors", "Responses that completed because their queue was flushed."),
  count("resp_local_length_error", "resp_local_length_errors", "Responses that met a local length error."),
  count("resp_remote_access_errors", "resp_remote_access_errors", "Responses that met a remote access error."),
  count(
    "rnr_nak_retry_err",
    "rnr_nak_retry_packets_received",
    "Negative acknowledgements received because the far side was not ready.",
  ),
  count("roce_adp_retrans", "roce_adp_retransmits", "Adaptive retransmissions of RoCE packets."),
  count("roce_adp_retrans_to", "roce_adp_retransmits_timeout", "Time-outs that led to adaptive retransmission."),
  count("roce_slow_restart", "roce_slow_restart_used", "Times that RoCE slow restart was used."),
  count("roce_slow_restart_cnps", "roce_slow_restart_cnps", "Congestion notifications made by slow restart."),
  count("roce_slow_restart_trans", "roce_slow_restart", "Times that a queue changed to slow restart."),
  count("rp_cnp_handled", "rp_cnp_packets_handled", "Congestion notifications that slowed this sender."),
  count("rp_cnp_ignored", "rp_cnp_ignored_packets_received", "Congestion notifications received and ignored."),
  count("rx_atomic_requests", "rx_atomic_requests", "Atomic requests received."),
  count("rx_dct_connect", "rx_dct_connect_requests", "Connection requests received for dynamic transport."),
  count("rx_icrc_encapsulated", "rx_icrc_encapsulated_errors", "RoCE packets received with a wrong checksum."),
  count("rx_read_requests", "rx_read_requests", "Read requests received."),
  count("rx_write_requests", "rx_write_requests", "Write requests received."),
]);

/** In the order in which they are read. */
export const COUNTER_FOLDERS: readonly CounterFolder[] = [
  // Ports without a performance agent answer EINVAL.
  { name: "counters", tolerated: new Set([...UNSUPPORTED, "EINVAL"]), counters: STANDARD },
  { name: "counters_ext", onlyBeside: "counters", tolerated: new Set(UNSUPPORTED), counters: LEGACY },
  { name: "hw_counters", tolerated: new Set(UNSUPPORTED), counters: HARDWARE },
];
