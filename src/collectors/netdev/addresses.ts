import type { Emit } from "../kit/define.ts";
import { gauge } from "../kit/family.ts";
import type { NameTest } from "../kit/filter.ts";
import type { Native } from "../kit/host.ts";
import { addressDumpRequest, parseAddress, RTM_NEWADDR } from "../parsers/netlink/addr.ts";
import { requestAll } from "../kernel/netlink/dump.ts";
import { addressScope, formatIp } from "../parsers/netlink/ip.ts";
import { NETLINK_ROUTE } from "../parsers/netlink/message.ts";
import type { NameOf } from "../kernel/interface-names.ts";

export const addressInfo = gauge(
  "node_network_address_info",
  "An address of an interface; the value is always 1.",
  "device",
  "address",
  "netmask",
  "scope",
);

const request = addressDumpRequest();

/** Emits all IPv4 and IPv6 addresses of the interfaces that are not ignored. */
export function emitAddresses(emit: Emit, native: Native, nameOf: NameOf, ignored: NameTest): void {
  for (const found of requestAll(native, NETLINK_ROUTE, request, RTM_NEWADDR, parseAddress)) {
    if (found === undefined) continue;
    const { address, interfaceIndex, prefixLength } = found;
    const device = nameOf(interfaceIndex);
    if (device === undefined || ignored(device)) continue;
    emit(addressInfo, 1, device, formatIp(address), String(prefixLength), addressScope(address));
  }
}
