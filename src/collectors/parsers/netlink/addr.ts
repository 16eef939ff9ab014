import { AttributeWalker, buildRequest, NLM_F_DUMP } from "./message.ts";

/** An address of an interface as RTM_GETADDR reports it (inet_fill_ifaddr, inet6_fill_ifaddr). */
interface InterfaceAddress {
  readonly interfaceIndex: number;
  readonly prefixLength: number;
  /** 4 or 16 bytes: the interface's own address, not the other end's. */
  readonly address: Buffer;
}

export const RTM_NEWADDR = 20;
const RTM_GETADDR = 22;

/** struct ifaddrmsg: family, prefix length, flags, scope, interface index. */
const HEADER_BYTES = 8;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
export const AF_INET = 2;
export const AF_INET6 = 10;

/** Asks for the addresses of all interfaces, of all families. */
export function addressDumpRequest(): Buffer {
  return buildRequest(RTM_GETADDR, NLM_F_DUMP, Buffer.alloc(HEADER_BYTES));
}

const walker = new AttributeWalker("rtnetlink address");

/** Reads one RTM_NEWADDR message; undefined when it is neither IPv4 nor IPv6. */
export function parseAddress(bytes: Buffer, start: number, end: number): InterfaceAddress | undefined {
  walker.enter(bytes, start + HEADER_BYTES, end);
  const length = addressLength(bytes[start] ?? 0);
  let address: Buffer | undefined;
  let local: Buffer | undefined;
  while (walker.next()) {
    if (walker.length !== length) continue;
    if (walker.type === IFA_ADDRESS) address = walker.copy();
    else if (walker.type === IFA_LOCAL) local = walker.copy();
  }
  const own = local ?? address;
  if (own === undefined) return undefined;
  return { interfaceIndex: bytes.readUInt32LE(start + 4), prefixLength: bytes[start + 1] ?? 0, address: own };
}

/** Bytes of an address of a family; 0 for others. */
export function addressLength(family: number): number {
  if (family === AF_INET) return 4;
  return family === AF_INET6 ? 16 : 0;
}
