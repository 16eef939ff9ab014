import { addressLength } from "./addr.ts";
import { AttributeWalker, buildRequest, NLM_F_DUMP } from "./message.ts";

/** A route as RTM_GETROUTE reports it (fib_dump_info, rt6_fill_node). */
export interface Route {
  readonly destinationLength: number;
  /** Undefined for the default route. */
  readonly destination: Buffer | undefined;
  readonly preferredSource: Buffer | undefined;
  /** RTPROT_ number: who made it. */
  readonly protocol: number;
  /** RTN_ number. */
  readonly type: number;
  readonly priority: number;
  /** The one way of most routes, in the route itself. */
  readonly gateway: Buffer | undefined;
  readonly outInterface: number;
  /** The ways of a multipath route; empty for others. */
  readonly nextHops: readonly NextHop[];
}

interface NextHop {
  readonly outInterface: number;
  readonly gateway: Buffer | undefined;
  /** Share of the traffic. */
  readonly weight: number;
}

export const RTM_NEWROUTE = 24;
const RTM_GETROUTE = 26;
export const RTN_UNICAST = 1;

/** struct rtmsg: family, destination length, source length, tos, table, protocol, scope, type, flags. */
const HEADER_BYTES = 12;
/** struct rtnexthop: length, flags, hops, interface index. */
const NEXT_HOP_BYTES = 8;

const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_PRIORITY = 6;
const RTA_PREFSRC = 7;
const RTA_MULTIPATH = 9;

/** Asks for the routes of all tables and families. */
export function routeDumpRequest(): Buffer {
  return buildRequest(RTM_GETROUTE, NLM_F_DUMP, Buffer.alloc(HEADER_BYTES));
}

const walker = new AttributeWalker("rtnetlink route");
const hopWalker = new AttributeWalker("rtnetlink next hop");

/** Reads one RTM_NEWROUTE message. */
export function parseRoute(bytes: Buffer, start: number, end: number): Route {
  walker.enter(bytes, start + HEADER_BYTES, end);
  const length = addressLength(bytes[start] ?? 0);
  const route: { -readonly [K in keyof Route]: Route[K] } = {
    destinationLength: bytes[start + 1] ?? 0,
    protocol: bytes[start + 5] ?? 0,
    type: bytes[start + 7] ?? 0,
    destination: undefined,
    preferredSource: undefined,
    priority: 0,
    gateway: undefined,
    outInterface: 0,
    nextHops: [],
  };
  while (walker.next()) {
    if (walker.type === RTA_OIF) route.outInterface = walker.u32();
    else if (walker.type === RTA_PRIORITY) route.priority = walker.u32();
    else if (walker.type === RTA_MULTIPATH) route.nextHops = parseNextHops(bytes, walker.start, walker.end, length);
    else if (walker.length !== length) continue;
    else if (walker.type === RTA_DST) route.destination = walker.copy();
    else if (walker.type === RTA_GATEWAY) route.gateway = walker.copy();
    else if (walker.type === RTA_PREFSRC) route.preferredSource = walker.copy();
  }
  return route;
}

function parseNextHops(bytes: Buffer, start: number, end: number, length: number): readonly NextHop[] {
  const hops: NextHop[] = [];
  for (let at = start; end - at >= NEXT_HOP_BYTES;) {
    const size = bytes.readUInt16LE(at);
    hopWalker.enter(bytes, at + NEXT_HOP_BYTES, Math.min(at + size, end));
    let gateway: Buffer | undefined;
    while (hopWalker.next())
      if (hopWalker.type === RTA_GATEWAY && hopWalker.length === length) gateway = hopWalker.copy();
    hops.push({ outInterface: bytes.readInt32LE(at + 4), gateway, weight: (bytes[at + 3] ?? 0) + 1 });
    at += (size + 3) & ~3;
  }
  return hops;
}
