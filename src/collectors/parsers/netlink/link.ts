import { ParseError } from "../../kit/errors.ts";
import { AttributeWalker, buildAttribute, buildRequest, NLM_F_DUMP, u32 } from "./message.ts";

/** A network interface as RTM_GETLINK reports it (rtnl_fill_ifinfo in net/core/rtnetlink.c). */
export interface Link {
  readonly index: number;
  /** ARPHRD_ number. */
  readonly type: number;
  /** IFF_ bits as the kernel reports them to users: with running, lower-up and dormant. */
  readonly flags: number;
  readonly name: string;
  /** Bytes in hexadecimal with colons; empty for interfaces without addresses. */
  readonly address: string;
  readonly broadcast: string;
  readonly mtu: number | undefined;
  /** Index of the interface below; undefined when it is this one. */
  readonly link: number | undefined;
  readonly transmitQueueLength: number | undefined;
  /** RFC 2863 state: 0 unknown to 6 up. */
  readonly operationalState: number | undefined;
  readonly linkMode: number | undefined;
  /** The alias in raw bytes, as long as the kernel has it. */
  readonly alias: Buffer | undefined;
  readonly group: number | undefined;
  /** How many users have asked for all packets. */
  readonly promiscuity: number | undefined;
  /** How many users have asked for all multicast packets (Linux 6.0 and later). */
  readonly allMulticast: number | undefined;
  /** Such as `veth`; undefined for hardware and a few old virtual devices. */
  readonly kind: string | undefined;
  /** The device that the interface belongs to, by its name on its bus (Linux 5.15 and later). */
  readonly parentDevice: string | undefined;
  /** Linux 2.6.39 and later. */
  readonly carrier: number | undefined;
  /** Linux 3.15 and later. */
  readonly carrierChanges: number | undefined;
  /** Linux 4.16 and later. */
  readonly carrierUpCount: number | undefined;
  readonly carrierDownCount: number | undefined;
  /** Linux 5.5 and later. */
  readonly alternativeNames: readonly string[];
}

export const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;

/** struct ifinfomsg: family, padding, type, index, flags, change mask. */
export const LINK_HEADER_BYTES = 16;

const IFLA_ADDRESS = 1;
const IFLA_BROADCAST = 2;
export const IFLA_IFNAME = 3;
const IFLA_MTU = 4;
const IFLA_LINK = 5;
const IFLA_TXQLEN = 13;
const IFLA_OPERSTATE = 16;
const IFLA_LINKMODE = 17;
export const IFLA_IFALIAS = 20;
const IFLA_LINKINFO = 18;
const IFLA_INFO_KIND = 1;
const IFLA_GROUP = 27;
const IFLA_EXT_MASK = 29;
const IFLA_PROMISCUITY = 30;
const IFLA_CARRIER = 33;
const IFLA_CARRIER_CHANGES = 35;
const IFLA_CARRIER_UP_COUNT = 47;
const IFLA_CARRIER_DOWN_COUNT = 48;
const IFLA_PROP_LIST = 52;
const IFLA_ALT_IFNAME = 53;
const IFLA_PARENT_DEV_NAME = 56;
const IFLA_ALLMULTI = 61;

const RTEXT_FILTER_SKIP_STATS = 8;

/** Asks for all interfaces of the network namespace, with their counters. */
export function linkDumpRequest(): Buffer {
  return buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(LINK_HEADER_BYTES));
}

/** The same without counters, which makes the answer a quarter shorter (Linux 4.4 and later, others ignore the wish). */
export function plainLinkDumpRequest(): Buffer {
  const mask = buildAttribute(IFLA_EXT_MASK, u32(RTEXT_FILTER_SKIP_STATS));
  return buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(LINK_HEADER_BYTES), mask);
}

const walker = new AttributeWalker("rtnetlink link");
const properties = new AttributeWalker("rtnetlink link properties");

type Mutable = { -readonly [K in keyof Link]: Link[K] };

/** Reads one RTM_NEWLINK message. */
export function parseLink(bytes: Buffer, start: number, end: number): Link {
  walker.enter(bytes, start + LINK_HEADER_BYTES, end);
  const link = emptyLink(bytes.readUInt16LE(start + 2), bytes.readInt32LE(start + 4), bytes.readUInt32LE(start + 8));
  while (walker.next()) takeAttribute(link, bytes);
  if (link.name === "") throw new ParseError(`rtnetlink link: interface ${link.index} has no name`);
  return link;
}

function takeAttribute(link: Mutable, bytes: Buffer): void {
  switch (walker.type) {
    case IFLA_IFNAME:
      link.name = walker.text();
      break;
    case IFLA_ADDRESS:
      link.address = hardwareAddress(bytes, walker.start, walker.end);
      break;
    case IFLA_BROADCAST:
      link.broadcast = hardwareAddress(bytes, walker.start, walker.end);
      break;
    case IFLA_MTU:
      link.mtu = walker.u32();
      break;
    case IFLA_LINK:
      link.link = walker.i32();
      break;
    case IFLA_TXQLEN:
      link.transmitQueueLength = walker.u32();
      break;
    case IFLA_OPERSTATE:
      link.operationalState = walker.u8();
      break;
    case IFLA_LINKMODE:
      link.linkMode = walker.u8();
      break;
    case IFLA_IFALIAS:
      link.alias = walker.copy();
      break;
    case IFLA_GROUP:
      link.group = walker.u32();
      break;
    case IFLA_PROMISCUITY:
      link.promiscuity = walker.u32();
      break;
    case IFLA_ALLMULTI:
      link.allMulticast = walker.u32();
      break;
    case IFLA_LINKINFO:
      link.kind = kindOf();
      break;
    case IFLA_PARENT_DEV_NAME:
      link.parentDevice = walker.text();
      break;
    case IFLA_CARRIER:
      link.carrier = walker.u8();
      break;
    case IFLA_CARRIER_CHANGES:
      link.carrierChanges = walker.u32();
      break;
    case IFLA_CARRIER_UP_COUNT:
      link.carrierUpCount = walker.u32();
      break;
    case IFLA_CARRIER_DOWN_COUNT:
      link.carrierDownCount = walker.u32();
      break;
    case IFLA_PROP_LIST:
      link.alternativeNames = alternativeNames();
      break;
    default:
  }
}

function alternativeNames(): readonly string[] {
  const names: string[] = [];
  properties.enterNested(walker);
  while (properties.next()) if (properties.type === IFLA_ALT_IFNAME) names.push(properties.text());
  return names;
}

function kindOf(): string | undefined {
  properties.enterNested(walker);
  while (properties.next()) if (properties.type === IFLA_INFO_KIND) return properties.text();
  return undefined;
}

function emptyLink(type: number, index: number, flags: number): Mutable {
  return {
    index,
    type,
    flags,
    name: "",
    address: "",
    broadcast: "",
    mtu: undefined,
    link: undefined,
    transmitQueueLength: undefined,
    operationalState: undefined,
    linkMode: undefined,
    alias: undefined,
    group: undefined,
    promiscuity: undefined,
    allMulticast: undefined,
    kind: undefined,
    parentDevice: undefined,
    carrier: undefined,
    carrierChanges: undefined,
    carrierUpCount: undefined,
    carrierDownCount: undefined,
    alternativeNames: NONE,
  };
}

const NONE: readonly string[] = [];

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** `52:54:00:12:35:02`; empty for no bytes. */
export function hardwareAddress(bytes: Buffer, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += at === start ? HEX[bytes[at] ?? 0] : `:${HEX[bytes[at] ?? 0]}`;
  return text;
}
