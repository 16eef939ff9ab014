import { defineCollector, type Emit } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { requestAll } from "./kernel/netlink/dump.ts";
import { formatIp, formatPrefix } from "./parsers/netlink/ip.ts";
import { NETLINK_ROUTE } from "./parsers/netlink/message.ts";
import { parseRoute, type Route, routeDumpRequest, RTM_NEWROUTE, RTN_UNICAST } from "./parsers/netlink/route.ts";
import { interfaceNames, type NameOf } from "./kernel/interface-names.ts";
import { netlink, systemCall } from "./kit/sources.ts";

const routeInfo = gauge(
  "node_network_route_info",
  "A unicast route; the value is always 1.",
  "device",
  "src",
  "dest",
  "gw",
  "priority",
  "proto",
  "weight",
);
const routes = gauge("node_network_routes", "Unicast routes of an interface.", "device");

export default defineCollector({
  name: "network_route",
  summary: "Unicast routes of all tables, from netlink.",
  enabledByDefault: false,
  families: [routeInfo, routes],
  sources: [netlink("route"), systemCall("ioctl(SIOCGIFNAME)")],
  flags: {},
  create({ host }) {
    const request = routeDumpRequest();
    const names = interfaceNames(host.native);
    return (emit) => {
      const found = requestAll(host.native, NETLINK_ROUTE, request, RTM_NEWROUTE, parseRoute);
      emitRoutes(emit, found, names());
    };
  },
});

/** The way of one row: interface, gateway, and weight where there are several ways. */
interface Way {
  readonly outInterface: number;
  readonly gateway: Buffer | undefined;
  readonly weight?: number;
}

function emitRoutes(emit: Emit, found: readonly Route[], nameOf: NameOf): void {
  const rows = new Map<string, number>();
  const seen = new Set<string>();
  for (const route of found) {
    if (route.type !== RTN_UNICAST) continue;
    const ways: readonly Way[] = route.nextHops.length === 0 ? [route] : route.nextHops;
    for (const way of ways) {
      const device = nameOf(way.outInterface) ?? "";
      rows.set(device, (rows.get(device) ?? 0) + 1);
      emitRow(emit, route, way, device, seen);
    }
  }
  for (const [device, count] of rows) emit(routes, count, device);
}

/** The same route in several tables is one row: tables are no label. */
function emitRow(emit: Emit, route: Route, way: Way, device: string, seen: Set<string>): void {
  const source = route.preferredSource === undefined ? "" : formatIp(route.preferredSource);
  const destination = destinationOf(route);
  const gateway = way.gateway === undefined ? "" : formatIp(way.gateway);
  const priority = String(route.priority);
  const protocol = PROTOCOLS.get(route.protocol) ?? "unknown";
  const weight = way.weight === undefined ? "" : String(way.weight);
  const key = `${device} ${source} ${destination} ${gateway} ${priority} ${protocol} ${weight}`;
  if (seen.has(key)) return;
  seen.add(key);
  emit(routeInfo, 1, device, source, destination, gateway, priority, protocol, weight);
}

function destinationOf({ destination, destinationLength }: Route): string {
  if (destinationLength === 0 || destination === undefined) return "default";
  return formatPrefix(destination, destinationLength);
}

/** RTPROT_ numbers of include/uapi/linux/rtnetlink.h. */
const PROTOCOLS = new Map([
  [0, "unspec"],
  [1, "redirect"],
  [2, "kernel"],
  [3, "boot"],
  [4, "static"],
  [8, "gated"],
  [9, "ra"],
  [10, "mrt"],
  [11, "zebra"],
  [12, "bird"],
  [13, "dnrouted"],
  [14, "xorp"],
  [15, "ntk"],
  [16, "dhcp"],
  [17, "mrouted"],
  [42, "babel"],
  [186, "bgp"],
  [187, "isis"],
  [188, "ospf"],
  [189, "rip"],
  [192, "eigrp"],
]);
