import { expect, test } from "vitest";
import netclass from "../../../src/collectors/netclass.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { collect, openCollector } from "../../support/collect.ts";
import { canMakeNamespaces, SCRAPE, scrapeInNamespace, type Step } from "../../support/netns.ts";
import { refusing } from "../../support/refusing.ts";
import { samplesOf } from "../../support/samples.ts";
import { hostTree } from "../../support/tree.ts";

test("interfaces of this host, from sysfs and, where it has hardware, from a dump", async () => {
  const sysfs = await collect(netclass, { native: refusing("EPERM", "netlink") });
  for (const native of [createNative(), refusing("EPERM", "subscribe"), refusing("EPERM", "socket")]) {
    const scraper = openCollector(netclass, { native });
    for (let i = 0; i < 2; i++) {
      const { status, text } = await scraper.scrape();
      expect({ status, text }).toEqual({ status: "ok", text: sysfs.text });
    }
  }
  expect(sysfs.text).toContain('node_network_mtu_bytes{device="lo"} 65536\n');
});

/** Interfaces of many kinds and states. */
const MIXED: readonly Step[] = [
  "ip link set lo up",
  "ip link add br0 type bridge",
  ...["va", "vb", "vc", "vd", "ve"].map((name) => `ip link add ${name} type veth peer name ${name}-peer`),
  ...["va", "vb", "vc"].map((name) => `ip link set ${name} up promisc on master br0`),
  "ip link set va-peer up alias x-y-z",
  "ip link set vb-peer up mtu 1280 txqueuelen 7 group 3",
  "ip link set vc-peer up allmulticast on",
  "ip link set vd up address 02:00:00:00:00:77",
  "ip link set ve mode dormant",
  "ip link set ve up",
  "ip link property add dev va altname the-first altname the-second",
];

test.skipIf(!canMakeNamespaces)("a dump gives what sysfs gives (needs root and ip)", () => {
  const [dump] = scrapeInNamespace({ collector: "netclass", steps: [...MIXED, SCRAPE] });
  const [sysfs] = scrapeInNamespace({ collector: "netclass", refused: ["netlink"], steps: [...MIXED, SCRAPE] });
  expect(dump).toMatchObject({ status: "ok", duplicates: 0 });
  expect(stable(dump?.text)).toEqual(stable(sysfs?.text));
  expect(samplesOf(dump?.text ?? "", /_up\{/)).toHaveLength(12);
});

/** Each change is followed by a scrape. */
const CHANGES: readonly (readonly string[])[] = [
  // The first scrapes: interfaces that are there, then those that nothing happened to.
  ["true"],
  ["true"],
  // The kernel counts how often promiscuous mode and all multicast packets were asked for, behind the users' flags.
  ["ip link set vc nomaster"],
  ["ip link set vc promisc off"],
  ["ip tuntap add name tap7 mode tap"],
  ["ip link set tap7 up promisc on"],
  ["ip link set tap7 promisc off allmulticast on"],
  ["ip link set vd-peer up"],
  ["ip link add dull type ifb"],
  ["ip link set dull up"],
  ["ip link set dull arp off"],
  ["ip link set br0 address 02:00:00:00:00:78"],
  ["ip link set dull down"],
  ["ip link set dull name other"],
  // Another name and back again, of which the dump shows nothing.
  ["ip link set other name dull"],
  ["ip link set br0 name other", "ip link set other name br0"],
  // Swapped names.
  ["ip link set va-peer down"],
  ["ip link set va-peer name vx"],
  ["ip link set vb-peer down"],
  ["ip link set vb-peer name va-peer"],
  ["ip link set vx name vb-peer"],
  ["ip link set va-peer up"],
  // The same name and index again for another interface.
  ["ip link del dull"],
  ["ip link add dull index 77 type ifb"],
  ["ip link del dull", "ip link add dull index 77 address 02:00:00:00:00:99 type ifb"],
  ["ip link set dull up alias some-words mtu 1234 txqueuelen 12 group 9"],
  ["ip link set ve mode default"],
  ["ip link set va down"],
  ["ip link set va up"],
  ["ip link property add dev vd altname another"],
  ["ip link set tap7 down"],
  ["ip link del tap7"],
  ["ip link set lo down"],
];

test.skipIf(!canMakeNamespaces).each([
  ["what changes is announced", []],
  ["nothing is announced", ["subscribe"]],
] as const)("a dump gives what sysfs gives after each change, %s (needs root and ip)", (_, refused) => {
  // The address that it has already: only how it came about changes.
  const { rootfs } = hostTree({ again: "ip link set ve-peer address $(cat /sys/class/net/ve-peer/address)\n" });
  const changes = [...CHANGES, [`sh ${rootfs}/again`]];
  const steps = [...MIXED, ...changes.flatMap((change): Step[] => [...change, SCRAPE])];
  const scrapes = scrapeInNamespace({ collector: "netclass", refused, otherRefused: ["netlink"], steps });
  expect(scrapes).toHaveLength(changes.length);
  for (const [i, { status, text, other }] of scrapes.entries()) {
    expect({ change: changes[i], status, text }).toEqual({ change: changes[i], status: "ok", text: other });
  }
  const last = scrapes.at(-1)?.text ?? "";
  expect(samplesOf(last, /address_assign_type\{device="(br0|dull|vd|vd-peer|ve-peer)"/)).toEqual([
    'node_network_address_assign_type{device="br0"} 3',
    'node_network_address_assign_type{device="dull"} 3',
    'node_network_address_assign_type{device="vd"} 3',
    'node_network_address_assign_type{device="vd-peer"} 1',
    'node_network_address_assign_type{device="ve-peer"} 3',
  ]);
});

test.skipIf(!canMakeNamespaces)("a change that is announced after too many others is seen (needs root and ip)", () => {
  const many = Array.from({ length: 600 }, (_, i) => `link set ve mtu ${1000 + (i % 2)}\n`).join("");
  const { rootfs } = hostTree({ batch: many });
  const flapping = `ip -batch ${rootfs}/batch`;
  const steps: readonly Step[] = [
    ...MIXED,
    SCRAPE,
    flapping,
    "ip link set br0 name away",
    "ip link set away name br0",
    SCRAPE,
  ];
  const [before, after] = scrapeInNamespace({ collector: "netclass", otherRefused: ["netlink"], steps });
  const type = /name_assign_type\{device="br0"/;
  expect(samplesOf(before?.text ?? "", type)).toEqual(['node_network_name_assign_type{device="br0"} 3']);
  expect(samplesOf(after?.text ?? "", type)).toEqual(['node_network_name_assign_type{device="br0"} 4']);
  expect(after?.text).toBe(after?.other);
});

test.skipIf(!canMakeNamespaces)(
  "an alias is whole in netlink mode, and as in sysfs otherwise (needs root and ip)",
  () => {
    const { rootfs } = hostTree({ alias: `ip link set v0 alias "a${"é".repeat(80)} "\n` });
    const steps = ["ip link add v0 type veth peer name v1", `sh ${rootfs}/alias`, SCRAPE] as const;
    const aliasOf = (flags: Readonly<Record<string, boolean>>) => {
      const [scrape] = scrapeInNamespace({ collector: "netclass", flags, steps });
      return /device="v0".*ifalias="([^"]*)"/.exec(scrape?.text ?? "")?.[1];
    };
    expect(aliasOf({ "collector.netclass.netlink": true })).toBe(`a${"é".repeat(80)} `);
    expect(aliasOf({})).toBe(`a${"é".repeat(63)}\ufffd`);
  },
);

test.skipIf(!canMakeNamespaces)("netlink mode has alternative names and statistics (needs root and ip)", () => {
  const flags = { "collector.netclass.netlink": true, "collector.netclass_rtnl.with-stats": true };
  const [scrape] = scrapeInNamespace({ collector: "netclass", flags, steps: [...MIXED, SCRAPE] });
  const of = (device: string) => samplesOf(scrape?.text ?? "").filter((line) => line.includes(`device="${device}"`));
  expect(scrape).toMatchObject({ status: "ok", duplicates: 0, logs: [] });
  expect(of("va").filter((line) => line.includes("altname"))).toEqual([
    'node_network_altnames_info{altname="the-first",device="va"} 1',
    'node_network_altnames_info{altname="the-second",device="va"} 1',
  ]);
  expect(of("vd")).toContain(
    'node_network_info{address="02:00:00:00:00:77",broadcast="ff:ff:ff:ff:ff:ff",device="vd",duplex="Full",ifalias="",operstate="lowerlayerdown"} 1',
  );
  expect(of("vd")).toContain('node_network_speed_bytes{device="vd"} 1.25e+09');
  expect(of("lo")).toContain('node_network_receive_nohandler_total{device="lo"} 0');
  expect(of("lo").filter((line) => /speed|duplex="[^"]/.test(line))).toEqual([]);
  expect(of("vb-peer")).toContain('node_network_transmit_queue_length{device="vb-peer"} 7');
  expect(scrape?.text).toContain("# TYPE node_network_receive_bytes_total gauge\n");
  expect(scrape?.text.match(/^# TYPE node_network_(receive|transmit|multicast|collisions)\w*_total/gm)).toHaveLength(
    24,
  );
});

/** Sample lines without what differs between two namespaces made alike: random addresses and when links came up. */
function stable(text = ""): string[] {
  return samplesOf(text)
    .filter((line) => !line.includes("carrier_"))
    .map((line) => line.replace(/address="(?!02:00:00|00:00:00)[^"]+"/, 'address="random"'))
    .toSorted();
}
