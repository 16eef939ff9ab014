import { parseJsonRecords } from "../json-fixture.ts";
import { allOrNone, type Skip } from "../skip.ts";
import { hardwareAddress } from "./link.ts";
import type { WifiInterface, WifiNetwork, WifiStation } from "./nl80211.ts";

const NANOSECONDS = 1e9;

/** Parses the interfaces.json of --collector.wifi.fixtures. */
export function parseInterfaceFixtures(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly WifiInterface[] {
  return parseJsonRecords(bytes, path, skip, (each) => ({
    index: each.number("Index"),
    name: each.text("Name"),
    frequency: each.number("Frequency"),
  }));
}

/** Parses a bss.json. */
export function parseNetworkFixture(bytes: Buffer, path: string, skip: Skip = allOrNone): WifiNetwork | undefined {
  const [network] = parseJsonRecords(bytes, path, skip, (each) => ({
    bssid: address(each.text("BSSID")),
    ssid: each.text("SSID"),
    status: each.number("Status"),
  }));
  return network;
}

/** Parses a stationinfo.json: durations are in nanoseconds. */
export function parseStationFixtures(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly WifiStation[] {
  return parseJsonRecords(bytes, path, skip, (each) => ({
    address: address(each.text("HardwareAddr")),
    connectedSeconds: each.number("Connected") / NANOSECONDS,
    inactiveSeconds: each.number("Inactive") / NANOSECONDS,
    receivedBytes: each.number("ReceivedBytes"),
    transmittedBytes: each.number("TransmittedBytes"),
    receivedPackets: each.number("ReceivedPackets"),
    transmittedPackets: each.number("TransmittedPackets"),
    receiveBitrate: each.number("ReceiveBitrate"),
    transmitBitrate: each.number("TransmitBitrate"),
    signal: each.number("Signal"),
    transmitRetries: each.number("TransmitRetries"),
    transmitFailed: each.number("TransmitFailed"),
    beaconLoss: each.number("BeaconLoss"),
  }));
}

function address(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  return hardwareAddress(bytes, 0, bytes.length);
}
