import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import qdisc from "../../src/collectors/qdisc.ts";
import { collect } from "../support/collect.ts";
import { canMakeNamespaces, SCRAPE, scrapeInNamespace } from "../support/netns.ts";
import { samplesOf } from "../support/samples.ts";
import { hostTree } from "../support/tree.ts";

const RESULTS = JSON.stringify([
  { IfaceName: "eth0", Kind: "fq", Bytes: 1, Packets: 2, Drops: 3, Requeues: 4, Overlimits: 5, Qlen: 6, Backlog: 7 },
  { IfaceName: "eth0", Kind: "fq_codel", Parent: 0x10001, Bytes: 9 },
  { IfaceName: "wlan0", Kind: "noqueue", Parent: 0xffffffff },
]);

test("gives the root queueing disciplines of the fixture", async () => {
  const { status, text } = await collect(qdisc, { flags: fixture({ "collector.qdisc.device-include": "eth0" }) });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_qdisc_backlog gauge
node_qdisc_backlog{device="eth0",kind="fq"} 7
# TYPE node_qdisc_bytes_total counter
node_qdisc_bytes_total{device="eth0",kind="fq"} 1
# TYPE node_qdisc_current_queue_length gauge
node_qdisc_current_queue_length{device="eth0",kind="fq"} 6
# TYPE node_qdisc_drops_total counter
node_qdisc_drops_total{device="eth0",kind="fq"} 3
# TYPE node_qdisc_overlimits_total counter
node_qdisc_overlimits_total{device="eth0",kind="fq"} 5
# TYPE node_qdisc_packets_total counter
node_qdisc_packets_total{device="eth0",kind="fq"} 2
# TYPE node_qdisc_requeues_total counter
node_qdisc_requeues_total{device="eth0",kind="fq"} 4
`);
});

test.each([
  ["device-exclude", { "collector.qdisc.device-exclude": "eth" }],
  ["the old exclude", { "collector.qdisk.device-exclude": "eth" }],
  ["the old include", { "collector.qdisk.device-include": "wlan" }],
])("%s leaves wlan0", async (_, filter) => {
  const { text } = await collect(qdisc, { flags: fixture(filter) });
  expect(samplesOf(text, /bytes/)).toEqual(['node_qdisc_bytes_total{device="wlan0",kind="noqueue"} 0']);
});

test("include and exclude together end the start", async () => {
  const flags = { "collector.qdisc.device-exclude": "a", "collector.qdisc.device-include": "b" };
  await expect(collect(qdisc, { flags })).rejects.toThrow(ConfigurationError);
});

test("a fixture that is missing or malformed fails", async () => {
  const missing = await collect(qdisc, { flags: { "collector.qdisc.fixtures": "/nonexistent" } });
  expect(missing).toMatchObject({ status: "failed", message: expect.stringContaining("ENOENT") });
  const { rootfs } = hostTree({ "results.json": "[" });
  expect(await collect(qdisc, { flags: { "collector.qdisc.fixtures": rootfs } })).toMatchObject({ status: "failed" });
});

test("this host has root queueing disciplines", async () => {
  const { status, text } = await collect(qdisc);
  expect(status).toBe("ok");
  expect(text).toContain('node_qdisc_bytes_total{device="lo",kind="noqueue"} 0\n');
});

test.skipIf(!canMakeNamespaces)("counts what a token bucket let through (needs root, ip and tc)", () => {
  const steps = [
    "ip link add va type veth peer name vb",
    "tc qdisc add dev va root handle 1: htb default 1",
    "tc class add dev va parent 1: classid 1:1 htb rate 100mbit",
    "tc qdisc add dev va parent 1:1 pfifo limit 10",
    "tc qdisc add dev vb ingress",
    "ip link set vb up",
    "ip link set va up",
    "ip addr add 192.0.2.1/24 dev va",
    SCRAPE,
  ] as const;
  const [scrape] = scrapeInNamespace({ collector: "qdisc", steps });
  expect(scrape).toMatchObject({ status: "ok", duplicates: 0 });
  const kinds = samplesOf(scrape?.text ?? "", /drops/).map((line) => /\{.+\}/.exec(line)?.[0]);
  expect(kinds).toEqual(['{device="va",kind="htb"}', '{device="vb",kind="noqueue"}']);
});

function fixture(flags: Readonly<Record<string, string>>): Record<string, string> {
  return { "collector.qdisc.fixtures": hostTree({ "results.json": RESULTS }).rootfs, ...flags };
}
