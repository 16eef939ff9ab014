import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import netdev from "../../src/collectors/netdev.ts";
import { createNative } from "../../src/workers/native/native.ts";
import type { Native } from "../../src/collectors/kit/host.ts";
import { collect, openCollector } from "../support/collect.ts";
import { canMakeNamespaces, SCRAPE, scrapeInNamespace, type Step } from "../support/netns.ts";
import { samplesOf } from "../support/samples.ts";
import { refusing } from "../support/refusing.ts";
import { hostTree } from "../support/tree.ts";

const FILES = {
  "proc/net/dev": "a\nb\n  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n lo:0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
  "sys/class/net/eth0/ifalias": "to the router\n",
};
const FROM_FILE = { "collector.netdev.netlink": false };

test("gives the columns of the file under their short names", async () => {
  const flags = { ...FROM_FILE, "collector.netdev.device-include": "eth" };
  const { status, text } = await collect(netdev, { paths: hostTree(FILES), flags });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_network_receive_bytes_total{device="eth0"} 1',
    'node_network_receive_compressed_total{device="eth0"} 7',
    'node_network_receive_drop_total{device="eth0"} 4',
    'node_network_receive_errs_total{device="eth0"} 3',
    'node_network_receive_fifo_total{device="eth0"} 5',
    'node_network_receive_frame_total{device="eth0"} 6',
    'node_network_receive_multicast_total{device="eth0"} 8',
    'node_network_receive_packets_total{device="eth0"} 2',
    'node_network_transmit_bytes_total{device="eth0"} 9',
    'node_network_transmit_carrier_total{device="eth0"} 15',
    'node_network_transmit_colls_total{device="eth0"} 14',
    'node_network_transmit_compressed_total{device="eth0"} 16',
    'node_network_transmit_drop_total{device="eth0"} 12',
    'node_network_transmit_errs_total{device="eth0"} 11',
    'node_network_transmit_fifo_total{device="eth0"} 13',
    'node_network_transmit_packets_total{device="eth0"} 10',
  ]);
});

test("detailed names and alias labels in file mode", async () => {
  const flags = {
    ...FROM_FILE,
    "collector.netdev.enable-detailed-metrics": true,
    "collector.netdev.label-ifalias": true,
  };
  const { text } = await collect(netdev, { paths: hostTree(FILES), flags });
  expect(samplesOf(text, /errors|dropped/)).toEqual([
    'node_network_receive_dropped_total{device="eth0",ifalias="to the router"} 4',
    'node_network_receive_dropped_total{device="lo",ifalias=""} 0',
    'node_network_receive_errors_total{device="eth0",ifalias="to the router"} 3',
    'node_network_receive_errors_total{device="lo",ifalias=""} 0',
    'node_network_transmit_dropped_total{device="eth0",ifalias="to the router"} 12',
    'node_network_transmit_dropped_total{device="lo",ifalias=""} 0',
    'node_network_transmit_errors_total{device="eth0",ifalias="to the router"} 11',
    'node_network_transmit_errors_total{device="lo",ifalias=""} 0',
  ]);
});

test("a malformed file fails", async () => {
  const paths = hostTree({ "proc/net/dev": "a\nb\nlo: 1\n" });
  expect(await collect(netdev, { paths, flags: FROM_FILE })).toMatchObject({ status: "failed" });
});

test.each([
  [{ "collector.netdev.device-include": "a", "collector.netdev.device-exclude": "b" }],
  [{ "collector.netdev.device-whitelist": "a", "collector.netdev.device-include": "b" }],
  [{ "collector.netdev.device-blacklist": "a", "collector.netdev.device-exclude": "b" }],
])("%j ends the start", async (flags) => {
  await expect(collect(netdev, { flags })).rejects.toThrow(ConfigurationError);
});

test.each([
  ["device-blacklist", { "collector.netdev.device-blacklist": "^lo$" }],
  ["device-whitelist", { "collector.netdev.device-whitelist": "^eth" }],
])("the old name %s works", async (_, filter) => {
  const { text } = await collect(netdev, { paths: hostTree(FILES), flags: { ...FROM_FILE, ...filter } });
  expect(samplesOf(text, /receive_bytes/)).toEqual(['node_network_receive_bytes_total{device="eth0"} 1']);
});

test("reads the file where a sandbox refuses netlink, and says so", async () => {
  const native = refusing("EPERM", "netlink");
  const { status, text, logs } = await collect(netdev, { paths: hostTree(FILES), native });
  expect(status).toBe("ok");
  expect(samplesOf(text, /receive_bytes/)).toHaveLength(2);
  expect(logs).toEqual(["warn: netlink is refused, reading /proc/net/dev from now on"]);
});

test("netlink gives the interfaces of this host", async () => {
  const { status, text } = await collect(netdev);
  expect(status).toBe("ok");
  const devices = readFileSync("/proc/net/dev", "utf8").match(/\S+(?=:)/g);
  const listed = samplesOf(text, /receive_nohandler/).map((line) => /device="(.+?)"/.exec(line)?.[1]);
  expect(listed).toEqual(devices?.toSorted());
});

const TRAFFIC = [
  "ip link set lo up",
  "ip link add va type veth peer name vb",
  "ip link set va up",
  "ip link set vb up alias wire",
  "ip addr add 192.0.2.1/24 dev va",
  "ip addr add 192.0.2.9/32 peer 192.0.2.10 dev vb",
  "ip -6 addr add 2001:db8::1/64 dev vb nodad",
  "ip -6 addr add fe80::5/64 dev vb nodad",
] as const;

/** A neighbour that does not answer is asked for until the first packet has gone out. */
const SEND = `
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
const socket = createSocket("udp4");
const timer = setInterval(() => {
  socket.send("x", 9, "192.0.2.77", () => {});
  if (readFileSync("/sys/class/net/va/statistics/tx_packets", "latin1") === "0\\n") return;
  clearInterval(timer);
  socket.close();
}, 10);
`;

test.skipIf(!canMakeNamespaces)("netlink and file agree on a namespace of its own (needs root and ip)", () => {
  const { rootfs } = hostTree({ "send.mjs": SEND });
  const steps: readonly Step[] = [
    ...TRAFFIC,
    `${process.execPath} ${rootfs}/send.mjs`,
    "ip link set va down",
    "ip link set vb down",
    SCRAPE,
  ];
  const [scrape] = scrapeInNamespace({ collector: "netdev", otherRefused: ["netlink"], steps });
  expect(scrape?.status).toBe("ok");
  expect(samplesOf(scrape?.text ?? "", /^(?!.*nohandler)/)).toEqual(samplesOf(scrape?.other ?? ""));
  expect(samplesOf(scrape?.text ?? "", /transmit_packets_total\{device="va"/)).not.toEqual([
    'node_network_transmit_packets_total{device="va"} 0',
  ]);
});

test("Linux before 4.7 has no dump of statistics: a whole link dump gives the same", async () => {
  const real = createNative();
  const asked: number[] = [];
  const native: Native = {
    ...real,
    netlink(protocol, request, receiver) {
      asked.push(request.readUInt16LE(4));
      if (asked.at(-1) === 94) throw Object.assign(new Error("EOPNOTSUPP"), { code: "EOPNOTSUPP" });
      real.netlink(protocol, request, receiver);
    },
  };
  const old = openCollector(netdev, { native });
  const labels = (text: string) => samplesOf(text).map((line) => line.replace(/ \S+$/, ""));
  const { status, text } = await old.scrape();
  expect(status).toBe("ok");
  expect(labels(text)).toEqual(labels((await collect(netdev)).text));
  expect(labels((await old.scrape()).text)).toEqual(labels(text));
  expect(asked).toEqual([18, 94, 18, 18]);
});

test.skipIf(!canMakeNamespaces)("interfaces that swap names keep their own counters (needs root and ip)", () => {
  const { rootfs } = hostTree({ "send.mjs": SEND });
  const steps: readonly Step[] = [
    ...TRAFFIC,
    "ip link add vc type bridge",
    `${process.execPath} ${rootfs}/send.mjs`,
    "ip link set va down",
    "ip link set vb down",
    SCRAPE,
    "ip link set va name away",
    "ip link set vc name va",
    "ip link set away name vc",
    SCRAPE,
    "ip link del va",
    "ip link add va type bridge",
    SCRAPE,
  ];
  const scrapes = scrapeInNamespace({ collector: "netdev", otherRefused: ["netlink"], steps });
  for (const { text, other } of scrapes) {
    expect(samplesOf(text, /^(?!.*nohandler)/)).toEqual(samplesOf(other ?? ""));
  }
  const sent = scrapes.map(({ text }) =>
    samplesOf(text, /transmit_packets_total\{device="v[ac]"/).map((s) => s.at(-1)),
  );
  expect(sent[0]?.[1]).toBe("0");
  expect(sent[0]?.[0]).not.toBe("0");
  expect(sent[1]).toEqual(sent[0]?.toReversed());
  expect(sent[2]).toEqual(sent[1]);
});

test.skipIf(!canMakeNamespaces)("detailed counters, aliases and addresses by netlink (needs root and ip)", () => {
  const flags = {
    "collector.netdev.enable-detailed-metrics": true,
    "collector.netdev.label-ifalias": true,
    "collector.netdev.address-info": true,
    "collector.netdev.device-exclude": "^va$",
  };
  const [scrape] = scrapeInNamespace({ collector: "netdev", flags, steps: [...TRAFFIC, SCRAPE] });
  const names = (scrape?.text.match(/^node_network_\w+(?=\{device="vb",ifalias="wire"\})/gm) ?? []).toSorted();
  expect(names).toHaveLength(24);
  expect(names).toContain("node_network_transmit_heartbeat_errors_total");
  expect(scrape?.text).not.toContain('device="va"');
  const addresses = samplesOf(scrape?.text ?? "", /address_info/).filter((line) => !/fe80::(?!5")/.test(line));
  expect(addresses).toEqual([
    'node_network_address_info{address="127.0.0.1",device="lo",netmask="8",scope="link-local"} 1',
    'node_network_address_info{address="192.0.2.9",device="vb",netmask="32",scope="global"} 1',
    'node_network_address_info{address="2001:db8::1",device="vb",netmask="64",scope="global"} 1',
    'node_network_address_info{address="::1",device="lo",netmask="128",scope="link-local"} 1',
    'node_network_address_info{address="fe80::5",device="vb",netmask="64",scope="link-local"} 1',
  ]);
});

test.skipIf(!canMakeNamespaces)("interfaces that come and go cost only themselves (needs root and ip)", () => {
  const pairs = ["v0", "v1", "v2", "v3", "v4"].map((name) => `ip link add ${name} type veth peer name ${name}-peer`);
  const scrapes = scrapeInNamespace({
    collector: "netdev",
    beside: "while :; do ip link add vx type veth peer name vy; ip link set vx name vz; ip link del vz; done",
    steps: [...pairs, ...Array.from<unknown, Step>({ length: 300 }, () => SCRAPE)],
  });
  for (const { status, message, text, duplicates } of scrapes) {
    expect({ status, message, duplicates }).toEqual({ status: "ok", message: "", duplicates: 0 });
    expect(samplesOf(text, /receive_nohandler.*"v\d(-peer)?"/)).toHaveLength(10);
  }
});
