import { AttributeWalker, buildRequest, NLM_F_DUMP, readU64 } from "./message.ts";

/** A queueing discipline and its counters since it was set up. */
export interface QdiscStatistics {
  readonly parent: number;
  readonly kind: string;
  readonly bytes: number;
  readonly packets: number;
  readonly drops: number;
  readonly requeues: number;
  readonly overlimits: number;
  /** Packets waiting. */
  readonly queueLength: number;
  /** Bytes waiting. */
  readonly backlog: number;
}

/** A queueing discipline as RTM_GETQDISC reports it (tc_fill_qdisc in net/sched/sch_api.c). */
interface Qdisc extends QdiscStatistics {
  readonly interfaceIndex: number;
}

export const RTM_NEWQDISC = 36;
const RTM_GETQDISC = 38;

/** Parent of the root queueing discipline. */
export const TC_H_ROOT = 0xffff_ffff;

/** struct tcmsg: family, padding, interface index, handle, parent, info. */
const HEADER_BYTES = 20;

const TCA_KIND = 1;
const TCA_STATS = 3;
const TCA_STATS2 = 7;
const TCA_STATS_BASIC = 1;
const TCA_STATS_QUEUE = 3;

/** Asks for the queueing disciplines of all interfaces. */
export function qdiscDumpRequest(): Buffer {
  return buildRequest(RTM_GETQDISC, NLM_F_DUMP, Buffer.alloc(HEADER_BYTES));
}

const walker = new AttributeWalker("rtnetlink queueing discipline");
const stats = new AttributeWalker("rtnetlink queueing discipline statistics");

type Mutable = { -readonly [K in keyof Qdisc]: Qdisc[K] };

/** Reads one RTM_NEWQDISC message. Of old and new statistics the ones that come later in the message count. */
export function parseQdisc(bytes: Buffer, start: number, end: number): Qdisc {
  walker.enter(bytes, start + HEADER_BYTES, end);
  const qdisc: Mutable = {
    interfaceIndex: bytes.readInt32LE(start + 4),
    parent: bytes.readUInt32LE(start + 12),
    kind: "",
    bytes: 0,
    packets: 0,
    drops: 0,
    requeues: 0,
    overlimits: 0,
    queueLength: 0,
    backlog: 0,
  };
  while (walker.next()) {
    if (walker.type === TCA_KIND) qdisc.kind = walker.text();
    else if (walker.type === TCA_STATS2) takeStats2(qdisc, bytes);
    else if (walker.type === TCA_STATS) takeStats(qdisc, bytes);
  }
  return qdisc;
}

function takeStats2(qdisc: Mutable, bytes: Buffer): void {
  stats.enterNested(walker);
  while (stats.next()) {
    const { type, start, length } = stats;
    // struct gnet_stats_basic: bytes (64 bit), packets.
    if (type === TCA_STATS_BASIC && length >= 12) {
      qdisc.bytes = readU64(bytes, start);
      qdisc.packets = bytes.readUInt32LE(start + 8);
    }
    // struct gnet_stats_queue: qlen, backlog, drops, requeues, overlimits.
    if (type === TCA_STATS_QUEUE && length >= 20) {
      qdisc.queueLength = bytes.readUInt32LE(start);
      qdisc.backlog = bytes.readUInt32LE(start + 4);
      qdisc.drops = bytes.readUInt32LE(start + 8);
      qdisc.requeues = bytes.readUInt32LE(start + 12);
      qdisc.overlimits = bytes.readUInt32LE(start + 16);
    }
  }
}

/** struct tc_stats: bytes (64 bit), packets, drops, overlimits, bps, pps, qlen, backlog. */
function takeStats(qdisc: Mutable, bytes: Buffer): void {
  const { start, length } = walker;
  if (length < 36) return;
  qdisc.bytes = readU64(bytes, start);
  qdisc.packets = bytes.readUInt32LE(start + 8);
  qdisc.drops = bytes.readUInt32LE(start + 12);
  qdisc.overlimits = bytes.readUInt32LE(start + 16);
  qdisc.queueLength = bytes.readUInt32LE(start + 28);
  qdisc.backlog = bytes.readUInt32LE(start + 32);
}
