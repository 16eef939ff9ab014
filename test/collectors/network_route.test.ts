import { expect, test } from "vitest";
import networkRoute from "../../src/collectors/network_route.ts";
import { collect } from "../support/collect.ts";
import { canMakeNamespaces, SCRAPE, scrapeInNamespace } from "../support/netns.ts";
import { samplesOf } from "../support/samples.ts";

const row = (labels: string) => `node_network_route_info{${labels}} 1`;

test.skipIf(!canMakeNamespaces)(
  "gives unicast routes of all tables, a row for each next hop (needs root and ip)",
  () => {
    const steps = [
      "ip link add va type veth peer name vb",
      "ip link set va up addrgenmode none",
      "ip link set vb up addrgenmode none",
      "ip addr add 192.0.2.1/24 dev va",
      "ip -6 addr add 2001:db8::1/64 dev vb nodad",
      "ip route add default via 192.0.2.254 metric 50 proto static",
      "ip route add 198.51.100.0/24 nexthop via 192.0.2.7 weight 3 nexthop via 192.0.2.8",
      "ip route add 203.0.113.0/24 via 192.0.2.9 table 7 proto bird",
      "ip route add 203.0.113.0/24 via 192.0.2.9 table 8 proto bird",
      "ip route add blackhole 203.0.113.128/25",
      "ip -6 route add default via 2001:db8::9 proto 99",
      SCRAPE,
    ] as const;
    const [scrape] = scrapeInNamespace({ collector: "network_route", steps });
    expect(scrape).toMatchObject({ status: "ok", duplicates: 0 });
    expect(samplesOf(scrape?.text ?? "", /route_info/).toSorted()).toEqual([
      row('dest="192.0.2.0/24",device="va",gw="",priority="0",proto="kernel",src="192.0.2.1",weight=""'),
      row('dest="198.51.100.0/24",device="va",gw="192.0.2.7",priority="0",proto="boot",src="",weight="3"'),
      row('dest="198.51.100.0/24",device="va",gw="192.0.2.8",priority="0",proto="boot",src="",weight="1"'),
      row('dest="2001:db8::/64",device="vb",gw="",priority="256",proto="kernel",src="",weight=""'),
      row('dest="203.0.113.0/24",device="va",gw="192.0.2.9",priority="0",proto="bird",src="",weight=""'),
      row('dest="default",device="va",gw="192.0.2.254",priority="50",proto="static",src="",weight=""'),
      row('dest="default",device="vb",gw="2001:db8::9",priority="1024",proto="unknown",src="",weight=""'),
    ]);
    expect(samplesOf(scrape?.text ?? "", /routes\{/)).toEqual([
      'node_network_routes{device="va"} 6',
      'node_network_routes{device="vb"} 2',
    ]);
  },
);

test("routes of this host", async () => {
  expect(await collect(networkRoute)).toMatchObject({ status: "ok", duplicates: 0 });
});
