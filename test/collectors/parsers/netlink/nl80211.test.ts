import { expect, test } from "vitest";
import {
  parseWifiInterface,
  parseWifiNetwork,
  parseWifiStation,
} from "../../../../src/collectors/parsers/netlink/nl80211.ts";
import {
  parseInterfaceFixtures,
  parseNetworkFixture,
  parseStationFixtures,
} from "../../../../src/collectors/parsers/netlink/nl80211_fixtures.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { byte, hex, nested, number, text, whole } from "./builder.ts";

const GENERIC = Buffer.from([7, 1, 0, 0]);
const INTERFACE = Buffer.concat([GENERIC, number(3, 5), text(4, "wlan0"), number(38, 2412)]);
/** Supported rates, then the name "home"; another element behind it. */
const ELEMENTS = "01 02 82 84 00 04 68 6f 6d 65 03 01 06";
const bss = (...more: readonly Buffer[]) =>
  Buffer.concat([GENERIC, nested(47, hex(1, "021122334455"), hex(6, ELEMENTS), ...more)]);
const NETWORK = bss(number(9, 1));
const info = (...more: readonly Buffer[]) => Buffer.concat([GENERIC, hex(6, "0a1122334455"), nested(21, ...more)]);
const STATION = info(
  number(1, 1500),
  number(2, 11),
  number(3, 12),
  byte(7, 256 - 52),
  nested(8, hex(1, "6c00")),
  number(9, 13),
  number(10, 14),
  number(11, 15),
  number(12, 16),
  nested(14, hex(1, "ffff"), number(5, 72_059)),
  number(16, 30),
  number(18, 17),
  hex(23, "0000000001000000"),
  hex(24, "0100000001000000"),
);

test("an interface has index, name and frequency", () => {
  expect(whole(parseWifiInterface)(INTERFACE)).toEqual({ index: 5, name: "wlan0", frequency: 2412 });
  expect(whole(parseWifiInterface)(GENERIC)).toEqual({ index: 0, name: "", frequency: 0 });
});

test("a network with a status is the interface's own", () => {
  expect(whole(parseWifiNetwork)(NETWORK)).toEqual({ bssid: "02:11:22:33:44:55", ssid: "home", status: 1 });
  expect(whole(parseWifiNetwork)(bss())).toBeUndefined();
});

test("a hidden or broken name is empty", () => {
  expect(network("00 00")).toMatchObject({ ssid: "", status: 0 });
  expect(network("01 09 82")).toMatchObject({ ssid: "" });
});

test("a station has its counters, the wide ones before the narrow", () => {
  expect(whole(parseWifiStation)(STATION)).toEqual({
    address: "0a:11:22:33:44:55",
    inactiveSeconds: 1.5,
    receivedBytes: 2 ** 32,
    transmittedBytes: 2 ** 32 + 1,
    signal: -52,
    transmitBitrate: 10_800_000,
    receivedPackets: 13,
    transmittedPackets: 14,
    transmitRetries: 15,
    transmitFailed: 16,
    receiveBitrate: 7_205_900_000,
    connectedSeconds: 30,
    beaconLoss: 17,
  });
  expect(whole(parseWifiStation)(info(number(2, 11), number(3, 12)))).toMatchObject({
    receivedBytes: 11,
    transmittedBytes: 12,
  });
});

test("messages survive garbage", () => {
  parserSurvivesGarbage(whole(parseWifiInterface), INTERFACE);
  parserSurvivesGarbage(whole(parseWifiNetwork), NETWORK);
  parserSurvivesGarbage(whole(parseWifiStation), STATION);
});

const STATIONS = '[{"HardwareAddr": "AgMEBQYH", "connected": 2500000000, "SIGNAL": -40, "ReceivedBytes": 9}]';

test("fixtures: keys in any case, addresses in base64, durations in nanoseconds", () => {
  expect(parseStationFixtures(Buffer.from(STATIONS), "stationinfo.json")).toMatchObject([
    { address: "02:03:04:05:06:07", connectedSeconds: 2.5, signal: -40, receivedBytes: 9, beaconLoss: 0 },
  ]);
  expect(parseNetworkFixture(Buffer.from('{"ssid": "home", "status": 2}'), "bss.json")).toEqual({
    bssid: "",
    ssid: "home",
    status: 2,
  });
  expect(parseInterfaceFixtures(Buffer.from('[{"name": "wlan0"}]'), "interfaces.json")).toEqual([
    { index: 0, name: "wlan0", frequency: 0 },
  ]);
});

test("fixtures survive garbage", () => {
  parserSurvivesGarbage(parseStationFixtures, STATIONS);
  parserSurvivesGarbage(parseNetworkFixture, STATIONS);
  parserSurvivesGarbage(parseInterfaceFixtures, STATIONS);
});

function network(elements: string) {
  return whole(parseWifiNetwork)(Buffer.concat([GENERIC, nested(47, hex(6, elements), number(9, 0))]));
}
