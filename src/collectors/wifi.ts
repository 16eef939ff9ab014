import { defineCollector, type Emit } from "./kit/define.ts";
import { counter, gauge } from "./kit/family.ts";
import { kernelOption, netlink } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import type { WifiInterface, WifiNetwork, WifiStation } from "./parsers/netlink/nl80211.ts";
import { fixtureSource, netlinkSource } from "./wifi/source.ts";

const frequency = gauge("node_wifi_interface_frequency_hertz", "Frequency of the interface's channel.", "device");
const info = gauge(
  "node_wifi_station_info",
  "Network of the interface as labels; always 1.",
  "device",
  "bssid",
  "ssid",
  "mode",
);
const connected = peerCounter("connected_seconds_total", "Time since the peer connected.");
const inactive = peerGauge("inactive_seconds", "Time since the peer was last heard of.");
const receiveBitrate = peerGauge("receive_bits_per_second", "Rate of the last packet from the peer.");
const transmitBitrate = peerGauge("transmit_bits_per_second", "Rate of the last packet to the peer.");
const receivedBytes = peerCounter("receive_bytes_total", "Bytes received from the peer.");
const transmittedBytes = peerCounter("transmit_bytes_total", "Bytes sent to the peer.");
const receivedPackets = peerCounter("received_packets_total", "Packets received from the peer.");
const transmittedPackets = peerCounter("transmitted_packets_total", "Packets sent to the peer.");
const signal = peerGauge("signal_dbm", "Strength of the peer's signal in decibels below a milliwatt.");
const retries = peerCounter("transmit_retries_total", "Packets that were sent to the peer again.");
const failed = peerCounter("transmit_failed_total", "Packets that could not be sent to the peer.");
const beaconLoss = peerCounter("beacon_loss_total", "Times that beacons of the peer stayed away.");

export default defineCollector({
  name: "wifi",
  summary: "Wireless interfaces, their networks and stations, from nl80211.",
  enabledByDefault: false,
  families: [
    frequency,
    info,
    connected,
    inactive,
    receiveBitrate,
    transmitBitrate,
    receivedBytes,
    transmittedBytes,
    receivedPackets,
    transmittedPackets,
    signal,
    retries,
    failed,
    beaconLoss,
  ],
  sources: [netlink("generic"), kernelOption("CONFIG_CFG80211")],
  flags: {
    "collector.wifi.fixtures": {
      type: "string",
      default: "",
      help: "Directory with JSON files to show instead of this host's wireless interfaces, for tests.",
    },
  },
  create({ host, flags, skip }) {
    const fixtures = flags["collector.wifi.fixtures"];
    const source = fixtures === "" ? netlinkSource(host.native) : fixtureSource(fixtures, skip);
    return (emit) => {
      for (const one of source.interfaces()) {
        if (one.name === "") continue;
        emitInterface(emit, one);
        const network = readOrSkip(skip, () => source.network(one));
        if (network !== undefined) emitNetwork(emit, one.name, network);
        for (const station of readOrSkip(skip, () => source.stations(one)) ?? []) emitStation(emit, one.name, station);
      }
    };
  },
});

function emitInterface(emit: Emit, one: WifiInterface): void {
  emit(frequency, one.frequency * 1e6, one.name);
}

function emitNetwork(emit: Emit, device: string, { bssid, ssid, status }: WifiNetwork): void {
  emit(info, 1, device, bssid, ssid, MODES[status] ?? "unknown");
}

/** By status: authenticated, associated, member of an ad-hoc network. */
const MODES = ["client", "client", "ad-hoc"];

function emitStation(emit: Emit, device: string, station: WifiStation): void {
  const { address } = station;
  emit(connected, station.connectedSeconds, device, address);
  emit(inactive, station.inactiveSeconds, device, address);
  emit(receiveBitrate, station.receiveBitrate, device, address);
  emit(transmitBitrate, station.transmitBitrate, device, address);
  emit(receivedBytes, station.receivedBytes, device, address);
  emit(transmittedBytes, station.transmittedBytes, device, address);
  emit(receivedPackets, station.receivedPackets, device, address);
  emit(transmittedPackets, station.transmittedPackets, device, address);
  emit(signal, station.signal, device, address);
  emit(retries, station.transmitRetries, device, address);
  emit(failed, station.transmitFailed, device, address);
  emit(beaconLoss, station.beaconLoss, device, address);
}

function peerCounter(name: string, help: string) {
  return counter(`node_wifi_station_${name}`, help, "device", "mac_address");
}

function peerGauge(name: string, help: string) {
  return gauge(`node_wifi_station_${name}`, help, "device", "mac_address");
}
