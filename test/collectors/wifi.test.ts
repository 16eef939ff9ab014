import { expect, test } from "vitest";
import type { Native } from "../../src/collectors/kit/host.ts";
import type { NetlinkReceiver } from "../../src/collectors/parsers/netlink/message.ts";
import wifi from "../../src/collectors/wifi.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { collect } from "../support/collect.ts";
import { refusing } from "../support/refusing.ts";
import { hostTree, type TreeEntry } from "../support/tree.ts";
import { byte, hex, nested, number, text } from "./parsers/netlink/builder.ts";
import { samplesOf } from "../support/samples.ts";

const FIXTURES = {
  "interfaces.json": '[{"name": "wlan0", "frequency": 5180}, {"type": 10}, {"name": "wlan1", "frequency": 2412}]',
  "wlan0/bss.json": '{"ssid": "home", "bssid": "AhEiM0RV", "status": 1}',
  "wlan0/stationinfo.json": '[{"hardwareaddr": "AhEiM0RV", "connected": 30000000000, "signal": -52}]',
};

test("gives interfaces, their networks and stations; what is missing is left out", async () => {
  const { status, text } = await collect(wifi, { flags: fixtures(FIXTURES) });
  expect(status).toBe("ok");
  expect(samplesOf(text, /interface|info|connected|signal/)).toEqual([
    'node_wifi_interface_frequency_hertz{device="wlan0"} 5.18e+09',
    'node_wifi_interface_frequency_hertz{device="wlan1"} 2.412e+09',
    'node_wifi_station_connected_seconds_total{device="wlan0",mac_address="02:11:22:33:44:55"} 30',
    'node_wifi_station_info{bssid="02:11:22:33:44:55",device="wlan0",mode="client",ssid="home"} 1',
    'node_wifi_station_signal_dbm{device="wlan0",mac_address="02:11:22:33:44:55"} -52',
  ]);
});

test.each([
  [0, "client"],
  [2, "ad-hoc"],
  [3, "unknown"],
])("status %d is mode %s", async (status, mode) => {
  const files = { ...FIXTURES, "wlan0/bss.json": JSON.stringify({ status }) };
  expect((await collect(wifi, { flags: fixtures(files) })).text).toContain(`mode="${mode}"`);
});

test.each([
  ["without interfaces", {}],
  ["with broken interfaces", { "interfaces.json": "{" }],
])("fails %s", async (_, files) => {
  expect(await collect(wifi, { flags: fixtures(files) })).toMatchObject({ status: "failed" });
});

test.each([
  ["a broken network", { ...FIXTURES, "wlan1/bss.json": "{" }, 1],
  ["broken stations", { ...FIXTURES, "wlan1/stationinfo.json": "[1]" }, 2],
])("%s of an interface cost themselves", async (_, files, skipped) => {
  expect(await collect(wifi, { flags: fixtures(files) })).toMatchObject({ status: "ok", skipped });
});

test.each(["EPERM", "EACCES", "ENOENT"])("no data when the kernel answers %s", async (code) => {
  expect(await collect(wifi, { native: refusing(code, "netlink") })).toMatchObject({ status: "nodata" });
});

test("fails for any other answer", async () => {
  expect(await collect(wifi, { native: refusing("ENOBUFS", "netlink") })).toMatchObject({ status: "failed" });
});

test("asks nl80211: family, interfaces, then networks and stations of each", async () => {
  const { status, text } = await collect(wifi, { native: wirelessKernel() });
  expect(status).toBe("ok");
  expect(samplesOf(text, /interface|info|retries/)).toEqual([
    'node_wifi_interface_frequency_hertz{device="wlan0"} 2.412e+09',
    'node_wifi_station_info{bssid="02:11:22:33:44:55",device="wlan0",mode="client",ssid="home"} 1',
    'node_wifi_station_transmit_retries_total{device="wlan0",mac_address="0a:11:22:33:44:55"} 15',
  ]);
});

test.each(["ENOTSUP", "ENODEV"])(
  "an interface whose stations and networks are refused with %s has none",
  async (code) => {
    const kernel = wirelessKernel();
    const netlink: Native["netlink"] = (protocol, request, receiver) => {
      if (request[16] === 17 || request[16] === 32) throw Object.assign(new Error(code), { code });
      kernel.netlink(protocol, request, receiver);
    };
    const { status, skipped, text } = await collect(wifi, { native: { ...kernel, netlink } });
    expect([status, skipped]).toEqual(["ok", 0]);
    expect(samplesOf(text)).toEqual(['node_wifi_interface_frequency_hertz{device="wlan0"} 2.412e+09']);
  },
);

test("this host has wireless interfaces or none", async () => {
  expect(["ok", "nodata"]).toContain((await collect(wifi)).status);
});

function fixtures(files: Readonly<Record<string, TreeEntry>>): Record<string, string> {
  return { "collector.wifi.fixtures": hostTree(files).rootfs };
}

const FAMILY = 28;

/** A kernel with one wireless interface; there is no such hardware here, nor mac80211_hwsim. */
function wirelessKernel(): Native {
  const bss = nested(47, hex(1, "021122334455"), hex(6, "00 04 68 6f 6d 65"));
  const own = nested(47, hex(1, "021122334455"), hex(6, "00 04 68 6f 6d 65"), number(9, 1));
  const answers: Readonly<Record<number, readonly Buffer[]>> = {
    3: [Buffer.concat([command(1), hex(1, "1c00")])],
    5: [Buffer.concat([command(7), number(3, 5), text(4, "wlan0"), number(38, 2412)]), command(7)],
    17: [Buffer.concat([command(19), hex(6, "0a1122334455"), nested(21, byte(7, 200), number(11, 15))])],
    32: [Buffer.concat([command(34), bss]), Buffer.concat([command(34), own])],
  };
  const netlink = (_: number, request: Buffer, receiver: NetlinkReceiver) => {
    const type = request.readUInt16LE(4);
    expect([16, FAMILY]).toContain(type);
    receiver.begin();
    for (const message of answers[request[16] ?? 0] ?? []) receiver.message(type, message, 0, message.length);
  };
  return { ...createNative(), netlink };
}

/** The header of a generic netlink message. */
function command(name: number): Buffer {
  return Buffer.from([name, 1, 0, 0]);
}
