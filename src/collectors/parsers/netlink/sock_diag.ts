import { ParseError } from "../../kit/errors.ts";
import { buildRequest, NLM_F_DUMP, type NetlinkReceiver } from "./message.ts";

const SOCK_DIAG_BY_FAMILY = 20;
const IPPROTO_TCP = 6;
/** struct inet_diag_req_v2. */
const REQUEST_BYTES = 56;
/** struct inet_diag_msg. */
const MESSAGE_BYTES = 72;
/** States 1 to 11 as bits. */
const ALL_STATES = 0xfff;
const LAST_STATE = 11;

/**
 * Asks for all TCP sockets of a family (AF_INET, AF_INET6). No extension is asked for: states and queues are
 * in the fixed part of each answer, and without tcp_info the kernel answers in a third of the time.
 */
export function tcpDumpRequest(family: number): Buffer {
  const header = Buffer.alloc(REQUEST_BYTES);
  header.writeUInt8(family, 0);
  header.writeUInt8(IPPROTO_TCP, 1);
  header.writeUInt32LE(ALL_STATES, 4);
  return buildRequest(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, header);
}

/** Counts the sockets of a dump by state (inet_diag_msg_common_fill in net/ipv4/inet_diag.c) and sums their queues. */
export class TcpSockets implements NetlinkReceiver {
  /** Number of sockets by state, 1 to 11. */
  readonly states = new Float64Array(LAST_STATE + 1);
  sockets = 0;
  /** Bytes not yet read; for listeners the connections not yet accepted. */
  receiveQueued = 0;
  /** Bytes not yet acknowledged; for listeners the limit of the backlog. */
  transmitQueued = 0;

  begin(): void {
    this.states.fill(0);
    this.sockets = 0;
    this.receiveQueued = 0;
    this.transmitQueued = 0;
  }

  message(type: number, bytes: Buffer, start: number, end: number): void {
    if (type !== SOCK_DIAG_BY_FAMILY) return;
    if (end - start < MESSAGE_BYTES) throw new ParseError(`sock_diag: message of ${end - start} bytes is too short`);
    const state = bytes[start + 1] ?? 0;
    if (state <= LAST_STATE) this.states[state] = (this.states[state] ?? 0) + 1;
    this.sockets++;
    this.receiveQueued += bytes.readUInt32LE(start + 56);
    this.transmitQueued += bytes.readUInt32LE(start + 60);
  }
}
