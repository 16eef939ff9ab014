import { GENERIC_HEADER_BYTES, genericRequest } from "./genetlink.ts";
import { AttributeWalker, buildAttribute, NLM_F_DUMP, u32 } from "./message.ts";

/** Speed and duplex of an interface, from the generic netlink family `ethtool` (Linux 5.6 and later). */
export interface LinkModes {
  readonly interfaceIndex: number;
  /** Mb/s; 4294967295 when unknown. */
  readonly speed: number | undefined;
  /** 0 half, 1 full, 255 unknown. */
  readonly duplex: number | undefined;
}

const ETHTOOL_MSG_LINKMODES_GET = 4;
const ETHTOOL_A_LINKMODES_HEADER = 1;
const ETHTOOL_A_LINKMODES_SPEED = 5;
const ETHTOOL_A_LINKMODES_DUPLEX = 6;
const ETHTOOL_A_HEADER_DEV_INDEX = 1;
const ETHTOOL_A_HEADER_FLAGS = 3;
/** Bit sets without names, which keeps the answer short. */
const ETHTOOL_FLAG_COMPACT_BITSETS = 1;

const NESTED = 0x8000;

/** Asks for the link modes of all interfaces; `family` is the number of the family `ethtool`. */
export function linkModesDumpRequest(family: number): Buffer {
  const flags = buildAttribute(ETHTOOL_A_HEADER_FLAGS, u32(ETHTOOL_FLAG_COMPACT_BITSETS));
  const header = buildAttribute(NESTED | ETHTOOL_A_LINKMODES_HEADER, flags);
  return genericRequest(family, ETHTOOL_MSG_LINKMODES_GET, NLM_F_DUMP, header);
}

const walker = new AttributeWalker("ethtool link modes");
const header = new AttributeWalker("ethtool link modes header");

/** Reads one ETHTOOL_MSG_LINKMODES_GET_REPLY. */
export function parseLinkModes(bytes: Buffer, start: number, end: number): LinkModes {
  walker.enter(bytes, start + GENERIC_HEADER_BYTES, end);
  let interfaceIndex = 0;
  let speed: number | undefined;
  let duplex: number | undefined;
  while (walker.next()) {
    if (walker.type === ETHTOOL_A_LINKMODES_SPEED) speed = walker.u32();
    else if (walker.type === ETHTOOL_A_LINKMODES_DUPLEX) duplex = walker.u8();
    else if (walker.type === ETHTOOL_A_LINKMODES_HEADER) {
      header.enterNested(walker);
      while (header.next()) if (header.type === ETHTOOL_A_HEADER_DEV_INDEX) interfaceIndex = header.u32();
    }
  }
  return { interfaceIndex, speed, duplex };
}
