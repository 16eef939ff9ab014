import { AttributeWalker, buildAttribute, buildRequest, cString } from "./message.ts";

/** Number of the controller, the family that knows the numbers of all others. */
export const GENL_ID_CTRL = 16;
const CTRL_CMD_GETFAMILY = 3;
const CTRL_ATTR_FAMILY_ID = 1;
const CTRL_ATTR_FAMILY_NAME = 2;

/** struct genlmsghdr: command, version, reserved. */
export const GENERIC_HEADER_BYTES = 4;

/** A request to a generic netlink family. */
export function genericRequest(family: number, command: number, flags: number, ...attributes: Uint8Array[]): Buffer {
  return buildRequest(family, flags, Buffer.from([command, 1, 0, 0]), ...attributes);
}

/** Asks the controller for a family by name. */
export function familyRequest(name: string): Buffer {
  return genericRequest(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0, buildAttribute(CTRL_ATTR_FAMILY_NAME, cString(name)));
}

const walker = new AttributeWalker("generic netlink family");

/** Reads the family's number from a CTRL_CMD_NEWFAMILY message. */
export function parseFamilyId(bytes: Buffer, start: number, end: number): number | undefined {
  walker.enter(bytes, start + GENERIC_HEADER_BYTES, end);
  let id: number | undefined;
  while (walker.next()) if (walker.type === CTRL_ATTR_FAMILY_ID) id = walker.u16();
  return id;
}
