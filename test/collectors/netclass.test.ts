import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import netclass from "../../src/collectors/netclass.ts";
import { collect } from "../support/collect.ts";
import { samplesOf } from "../support/samples.ts";
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
