import { AF_INET } from "./addr.ts";
import { AttributeWalker, buildRequest, NLM_F_DUMP } from "./message.ts";

/** A neighbour entry as RTM_GETNEIGH reports it (neigh_fill_info in net/core/neighbour.c). */
interface Neighbour {
  readonly interfaceIndex: number;
  /** NUD_ bits. */
  readonly state: number;
}

export const RTM_NEWNEIGH = 28;
const RTM_GETNEIGH = 30;

/** Entries that need no resolution: broadcast, multicast, and those of interfaces without ARP. */
export const NUD_NOARP = 0x40;

/** struct ndmsg: family, padding, interface index, state, flags, type. */
const HEADER_BYTES = 12;

/** Asks for the IPv4 neighbours of all interfaces. */
export function neighbourDumpRequest(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(AF_INET, 0);
  return buildRequest(RTM_GETNEIGH, NLM_F_DUMP, header);
}

const walker = new AttributeWalker("rtnetlink neighbour");

/** Reads one RTM_NEWNEIGH message. */
export function parseNeighbour(bytes: Buffer, start: number, end: number): Neighbour {
  walker.enter(bytes, start + HEADER_BYTES, end);
  return { interfaceIndex: bytes.readInt32LE(start + 4), state: bytes.readUInt16LE(start + 8) };
}
