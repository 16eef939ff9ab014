import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import netclass from "../../src/collectors/netclass.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { collect, openCollector } from "../support/collect.ts";
import { addBadName, canMakeNamespaces, SCRAPE, scrapeInNamespace, type Step } from "../support/netns.ts";
import { samplesOf } from "../support/samples.ts";
import { refusing } from "../support/refusing.ts";
import { hostTree } from "../support/tree.ts";

const NET = "sys/class/net";
const ETH0 = {
  [`${NET}/eth0/addr_assign_type`]: "3\n",
  [`${NET}/eth0/address`]: "52:54:00:12:35:02\n",
  [`${NET}/eth0/broadcast`]: "ff:ff:ff:ff:ff:ff\n",
  [`${NET}/eth0/carrier`]: "1\n",
  [`${NET}/eth0/carrier_changes`]: "4\n",
  [`${NET}/eth0/carrier_down_count`]: "1\n",
  [`${NET}/eth0/carrier_up_count`]: "3\n",
  [`${NET}/eth0/dev_id`]: "0x20\n",
  [`${NET}/eth0/dormant`]: "0\n",
  [`${NET}/eth0/duplex`]: "full\n",
  [`${NET}/eth0/flags`]: "0x1002\n",
  [`${NET}/eth0/ifalias`]: "to the router\n",
  [`${NET}/eth0/ifindex`]: "2\n",
  [`${NET}/eth0/iflink`]: "5\n",
  [`${NET}/eth0/link_mode`]: "1\n",
  [`${NET}/eth0/mtu`]: "1500\n",
  [`${NET}/eth0/name_assign_type`]: "4\n",
  [`${NET}/eth0/netdev_group`]: "7\n",
  [`${NET}/eth0/operstate`]: "up\n",
  [`${NET}/eth0/phys_port_id`]: "never read\n",
  [`${NET}/eth0/speed`]: "1000\n",
  [`${NET}/eth0/tx_queue_len`]: "100\n",
  [`${NET}/eth0/type`]: "1\n",
};

test("gives each attribute of an interface; files beside the interfaces are none", async () => {
  const paths = hostTree({ ...ETH0, [`${NET}/bonding_masters`]: "bond0\n" });
  const { status, text } = await collect(netclass, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_network_address_assign_type{device="eth0"} 3',
    'node_network_carrier{device="eth0"} 1',
    'node_network_carrier_changes_total{device="eth0"} 4',
    'node_network_carrier_down_changes_total{device="eth0"} 1',
    'node_network_carrier_up_changes_total{device="eth0"} 3',
    'node_network_device_id{device="eth0"} 32',
    'node_network_dormant{device="eth0"} 0',
    'node_network_flags{device="eth0"} 4098',
    'node_network_iface_id{device="eth0"} 2',
    'node_network_iface_link{device="eth0"} 5',
    'node_network_iface_link_mode{device="eth0"} 1',
    'node_network_info{address="52:54:00:12:35:02",adminstate="down",broadcast="ff:ff:ff:ff:ff:ff",device="eth0",duplex="full",ifalias="to the router",operstate="up"} 1',
    'node_network_mtu_bytes{device="eth0"} 1500',
    'node_network_name_assign_type{device="eth0"} 4',
    'node_network_net_dev_group{device="eth0"} 7',
    'node_network_protocol_type{device="eth0"} 1',
    'node_network_speed_bytes{device="eth0"} 1.25e+08',
    'node_network_transmit_queue_length{device="eth0"} 100',
    'node_network_up{device="eth0"} 1',
  ]);
  expect(text).toContain("# TYPE node_network_carrier_changes_total counter\n");
  expect(text).toContain("# TYPE node_network_up gauge\n");
});

test("what is not there is left out or empty", async () => {
  const paths = hostTree({ [`${NET}/tun0/operstate`]: "down\n", [`${NET}/tun0/mtu`]: "odd\n" });
  expect(samplesOf((await collect(netclass, { paths })).text)).toEqual([
    'node_network_info{address="",adminstate="unknown",broadcast="",device="tun0",duplex="",ifalias="",operstate="down"} 1',
    'node_network_up{device="tun0"} 0',
  ]);
});

test.each([
  ["a speed that is not known", "-1\n", false, ['node_network_speed_bytes{device="eth0"} -125000']],
  ["a speed that is not known, left out", "-1\n", true, []],
  ["a speed of 0", "0\n", true, ['node_network_speed_bytes{device="eth0"} 0']],
])("%s", async (_, speed, ignore, want) => {
  const paths = hostTree({ ...ETH0, [`${NET}/eth0/speed`]: speed });
  const { text } = await collect(netclass, { paths, flags: { "collector.netclass.ignore-invalid-speed": ignore } });
  expect(samplesOf(text, /speed/)).toEqual(want);
});

test("ignored interfaces are left out", async () => {
  const paths = hostTree({ ...ETH0, [`${NET}/wlan0/operstate`]: "up\n" });
  const { text } = await collect(netclass, { paths, flags: { "collector.netclass.ignored-devices": "^eth" } });
  expect(samplesOf(text, /_up\{/)).toEqual(['node_network_up{device="wlan0"} 1']);
});

test("no network at all is no data, no sysfs ends the start, so does a bad pattern", async () => {
  expect(await collect(netclass, { paths: hostTree({}) })).toMatchObject({ status: "nodata" });
  await expect(collect(netclass, { paths: { sysfs: "/nonexistent" } })).rejects.toThrow(ConfigurationError);
  const flags = { "collector.netclass.ignored-devices": "(" };
  await expect(collect(netclass, { flags })).rejects.toThrow(ConfigurationError);
});

test("an attribute that cannot be read for an odd reason costs itself", async () => {
  const paths = hostTree({ [`${NET}/a/mtu/`]: "", [`${NET}/b/operstate`]: "up\n" });
  const { status, message, text } = await collect(netclass, { paths });
  expect({ status, message }).toMatchObject({ status: "ok", message: expect.stringContaining("EISDIR") });
  expect(samplesOf(text, /_up\{/)).toEqual(['node_network_up{device="a"} 0', 'node_network_up{device="b"} 1']);
});

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

const SWAP: readonly Step[] = [
  SCRAPE,
  SCRAPE,
  "ip link set va name vx",
  "ip link set vb name va",
  "ip link set vx name vb",
  SCRAPE,
  "ip link del va",
  "ip link add va type veth peer name vb-peer",
  "ip link set va mtu 1400",
  SCRAPE,
];

test.skipIf(!canMakeNamespaces).each([
  ["sysfs", 0],
  ["a dump", 8],
])("interfaces that swap names keep their own values, read from %s (needs root and ip)", (_, others) => {
  const steps: readonly Step[] = [
    "ip link add va mtu 1100 type veth peer name va-peer",
    "ip link add vb mtu 1200 type veth peer name vb-peer",
    "ip link set va address 02:00:00:00:00:0a",
    "ip link set vb address 02:00:00:00:00:0b",
    ...Array.from({ length: others }, (_, i) => `ip link add other${i} type bridge`),
    ...SWAP,
  ];
  const scrapes = scrapeInNamespace({ collector: "netclass", steps });
  const values = scrapes.map(({ text }) => ({
    mtu: samplesOf(text, /mtu_bytes\{device="v[ab]"/).map((line) => line.split(" ")[1]),
    address: ["va", "vb"].map((name) => new RegExp(`address="([^"]+)".*device="${name}"`).exec(text)?.[1]?.slice(-2)),
  }));
  expect(values[1]).toEqual({ mtu: ["1100", "1200"], address: ["0a", "0b"] });
  expect(values[2]).toEqual({ mtu: ["1200", "1100"], address: ["0b", "0a"] });
  expect(values[3]?.mtu).toEqual(["1400", "1100"]);
});

test.skipIf(!canMakeNamespaces).each([
  ["many", bridges],
  ["a few that look alike", (mtu: number) => [`ip link add br0 address 02:00:00:00:00:01 mtu ${mtu} type bridge`]],
])("the sysfs of another namespace is never mixed with netlink, %s (needs root and ip)", (_, make) => {
  const steps: readonly Step[] = [...make(1400), SCRAPE, SCRAPE];
  const scrapes = scrapeInNamespace({ collector: "netclass", sysfsOf: make(1300), steps });
  expect(scrapes).toHaveLength(2);
  for (const { status, text } of scrapes) {
    expect(status).toBe("ok");
    const sizes = samplesOf(text, /mtu.*br\d/).map((line) => line.split(" ")[1]);
    expect(sizes).toEqual(make(1300).map(() => "1300"));
  }
});

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

test.skipIf(!canMakeNamespaces).each([
  ["sysfs", ["netlink"]],
  ["a dump", []],
] as const)("interfaces that come and go cost only themselves, read from %s (needs root and ip)", (_, refused) => {
  const pairs = ["v0", "v1", "v2", "v3", "v4"].map((name) => `ip link add ${name} type veth peer name ${name}-peer`);
  const scrapes = scrapeInNamespace({
    collector: "netclass",
    refused,
    beside: "while :; do ip link add vx type veth peer name vy; ip link set vx name vz; ip link del vz; done",
    steps: [...pairs, ...Array.from<unknown, Step>({ length: 300 }, () => SCRAPE)],
  });
  for (const { status, message, text, duplicates } of scrapes) {
    expect({ status, message, duplicates }).toEqual({ status: "ok", message: "", duplicates: 0 });
    expect(samplesOf(text, /mtu.*"v\d(-peer)?"/)).toHaveLength(10);
    expect(samplesOf(text, /_up\{/)).toHaveLength(samplesOf(text, /mtu_bytes\{/).length);
  }
});

/** Sample lines without what differs between two namespaces made alike: random addresses and when links came up. */
function stable(text = ""): string[] {
  return samplesOf(text)
    .filter((line) => !line.includes("carrier_"))
    .map((line) => line.replace(/address="(?!02:00:00|00:00:00)[^"]+"/, 'address="random"'))
    .toSorted();
}

function bridges(mtu: number): readonly string[] {
  return Array.from({ length: 9 }, (_, i) => `ip link add br${i} mtu ${mtu} type bridge`);
}

test("an interface whose name is not UTF-8 is shown from a copy of sysfs", async () => {
  const paths = hostTree(ETH0);
  const directory = Buffer.concat([Buffer.from(`${paths.sysfs}/class/net/bad`), Buffer.from([0xff])]);
  mkdirSync(directory);
  writeFileSync(Buffer.concat([directory, Buffer.from("/mtu")]), "1280\n");
  const { status, skipped, text } = await collect(netclass, { paths });
  expect([status, skipped]).toEqual(["ok", 0]);
  expect(samplesOf(text, /_mtu_bytes/)).toEqual([
    'node_network_mtu_bytes{device="bad\uFFFD"} 1280',
    'node_network_mtu_bytes{device="eth0"} 1500',
  ]);
});

test.skipIf(!canMakeNamespaces).each([
  ["by a link dump", {}],
  ["by netlink alone", { "collector.netclass.netlink": true }],
])("an interface whose name is not UTF-8 is shown %s (needs root)", (_, flags) => {
  // With so many interfaces the dump is known to be that of sysfs.
  const others = Array.from({ length: 9 }, (_unused, i) => `ip link add d${i} type veth peer name e${i}`);
  const steps: Step[] = [...others, addBadName("veth"), SCRAPE, SCRAPE];
  for (const { status, text } of scrapeInNamespace({ collector: "netclass", flags, steps })) {
    expect(status).toBe("ok");
    expect(samplesOf(text, /bad/)).toEqual(
      expect.arrayContaining([
        'node_network_mtu_bytes{device="bad\uFFFD"} 1500',
        'node_network_up{device="bad\uFFFD"} 0',
      ]),
    );
  }
});
