import { ParseError } from "../../kit/errors.ts";
import type { Native } from "../../kit/host.ts";
import { familyRequest, GENL_ID_CTRL, parseFamilyId } from "../../parsers/netlink/genetlink.ts";
import { NETLINK_GENERIC } from "../../parsers/netlink/message.ts";
import { requestAll } from "./dump.ts";

/** The number of a family, which differs from boot to boot. Throws ENOENT when the kernel has none of that name. */
export function resolveFamily(native: Native, name: string): number {
  const [id] = requestAll(native, NETLINK_GENERIC, familyRequest(name), GENL_ID_CTRL, parseFamilyId);
  if (id === undefined) throw new ParseError(`generic netlink: no number of the family ${name}`);
  return id;
}
