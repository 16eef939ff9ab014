import { ParseError } from "../errors.ts";
import type { Native } from "../host.ts";
import { requestAll } from "./dump.ts";
import { AttributeWalker, buildAttribute, buildRequest, cString, NETLINK_GENERIC } from "./message.ts";

const GENL_ID_CTRL = 16;
const CTRL_CMD_GETFAMILY = 3;
const CTRL_ATTR_FAMILY_ID = 1;
const CTRL_ATTR_FAMILY_NAME = 2;

/** struct genlmsghdr: command, version, reserved. */
export const GENERIC_HEADER_BYTES = 4;

/** A request to a generic netlink family. */
export function genericRequest(family: number, command: number, flags: number, ...attributes: Uint8Array[]): Buffer {
  return buildRequest(family, flags, Buffer.from([command, 1, 0, 0]), ...attributes);
}

const walker = new AttributeWalker("generic netlink family");

/** The number of a family, which differs from boot to boot. Throws ENOENT when the kernel has none of that name. */
export function resolveFamily(native: Native, name: string): number {
  const attribute = buildAttribute(CTRL_ATTR_FAMILY_NAME, cString(name));
  const request = genericRequest(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0, attribute);
  const [id] = requestAll(native, NETLINK_GENERIC, request, GENL_ID_CTRL, parseFamilyId);
  if (id === undefined) throw new ParseError(`generic netlink: no number of the family ${name}`);
  return id;
}

/** Reads the family's number from a CTRL_CMD_NEWFAMILY message. */
export function parseFamilyId(bytes: Buffer, start: number, end: number): number | undefined {
  walker.enter(bytes, start + GENERIC_HEADER_BYTES, end);
  let id: number | undefined;
  while (walker.next()) if (walker.type === CTRL_ATTR_FAMILY_ID) id = walker.u16();
  return id;
}
