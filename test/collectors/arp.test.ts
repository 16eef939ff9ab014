import { expect, test } from "vitest";
import arp from "../../src/collectors/arp.ts";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import { collect } from "../support/collect.ts";
import { canMakeNamespaces, SCRAPE, scrapeInNamespace } from "../support/netns.ts";
import { samplesOf } from "../support/samples.ts";
import { refusing } from "../support/refusing.ts";
import { hostTree } from "../support/tree.ts";

const HEADER = "IP address       HW type     Flags       HW address            Mask     Device\n";
const row = (device: string) => `192.0.2.1 0x1 0x2 52:54:00:12:35:02 * ${device}\n`;
const FILES = { "proc/net/arp": HEADER + row("eth0") + row("wlan0") + row("eth0") };
const FROM_FILE = { "collector.arp.netlink": false };

test("counts the entries of each interface in the file", async () => {
  const { status, text } = await collect(arp, { paths: hostTree(FILES), flags: FROM_FILE });
  expect(status).toBe("ok");
  expect(text).toBe(
    '# TYPE node_arp_entries gauge\nnode_arp_entries{device="eth0"} 2\nnode_arp_entries{device="wlan0"} 1\n',
  );
});

test.each([
  ["device-include", { "collector.arp.device-include": "^eth" }],
  ["device-exclude", { "collector.arp.device-exclude": "lan" }],
  ["both, where exclude wins", { "collector.arp.device-include": "0", "collector.arp.device-exclude": "wlan" }],
])("%s chooses interfaces", async (_, filter) => {
  const { text } = await collect(arp, { paths: hostTree(FILES), flags: { ...FROM_FILE, ...filter } });
  expect(samplesOf(text)).toEqual(['node_arp_entries{device="eth0"} 2']);
});

test("a malformed file fails", async () => {
  const paths = hostTree({ "proc/net/arp": "1 2 3\n" });
  expect(await collect(arp, { paths, flags: FROM_FILE })).toMatchObject({ status: "failed" });
});

test("needs procfs at start", async () => {
  await expect(collect(arp, { paths: { procfs: "/nonexistent" } })).rejects.toThrow(ConfigurationError);
});

test("reads the file where a sandbox refuses netlink, and says so", async () => {
  const native = refusing("EAFNOSUPPORT", "netlink");
  const { status, text, logs } = await collect(arp, { paths: hostTree(FILES), native });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toHaveLength(2);
  expect(logs).toEqual(["warn: netlink is refused, reading /proc/net/arp from now on"]);
});

test.skipIf(!canMakeNamespaces)("counts what the kernel has, NOARP left out, both ways (needs root and ip)", () => {
  const steps = [
    "ip link add va type veth peer name vb",
    "ip link set va up",
    "ip link set vb up",
    "ip addr add 192.0.2.1/24 dev va",
    "ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev va nud permanent",
    "ip neigh add 192.0.2.3 lladdr 02:00:00:00:00:03 dev va nud stale",
    "ip neigh add 192.0.2.4 lladdr 02:00:00:00:00:04 dev va nud noarp",
    "ip neigh add 192.0.2.5 lladdr 02:00:00:00:00:05 dev vb nud permanent",
    SCRAPE,
    "ip link set vb down",
    "ip link set vb name vc",
    "ip link set vc up",
    "ip neigh add 192.0.2.6 lladdr 02:00:00:00:00:06 dev vc nud permanent",
    "ip neigh replace 192.0.2.3 lladdr 02:00:00:00:00:03 dev va nud stale",
    SCRAPE,
  ] as const;
  for (const netlink of [true, false]) {
    const [first, second] = scrapeInNamespace({ collector: "arp", flags: { "collector.arp.netlink": netlink }, steps });
    expect(samplesOf(first?.text ?? "")).toEqual([
      'node_arp_entries{device="va"} 2',
      'node_arp_entries{device="vb"} 1',
    ]);
    expect(samplesOf(second?.text ?? "")).toEqual([
      'node_arp_entries{device="va"} 2',
      'node_arp_entries{device="vc"} 1',
    ]);
  }
});
