import { expect, test } from "vitest";
import { addBadName, canMakeNamespaces, SCRAPE, scrapeInNamespace, type Step } from "../../support/netns.ts";
import { samplesOf } from "../../support/samples.ts";

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

function bridges(mtu: number): readonly string[] {
  return Array.from({ length: 9 }, (_, i) => `ip link add br${i} mtu ${mtu} type bridge`);
}
