import { BlockList, isIPv6, type Socket } from "node:net";
import type { Subnet } from "../options/subnet.ts";

/**
 * Decides whether a connection may stay, by the address of its socket alone: headers can be forged.
 * Clients of a unix socket have no address; the permissions of its file decide for them.
 */
export function allowedClients(subnets: readonly Subnet[]): (socket: Socket, unix: boolean) => boolean {
  if (subnets.length === 0) return () => true;
  const list = new BlockList();
  for (const { address, prefix, family } of subnets) list.addSubnet(address, prefix, family);
  return ({ remoteAddress }, unix) => unix || (remoteAddress !== undefined && isIn(list, remoteAddress));
}

/** An IPv4 client of a dual-stack socket appears as ::ffff:a.b.c.d, which the list compares with its IPv4 networks. */
function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
