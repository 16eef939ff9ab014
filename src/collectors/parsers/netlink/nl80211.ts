import { GENERIC_HEADER_BYTES, genericRequest } from "./genetlink.ts";
import { hardwareAddress } from "./link.ts";
import { AttributeWalker, buildAttribute, NLM_F_DUMP, u32 } from "./message.ts";

/** A wireless interface as nl80211 reports it (include/uapi/linux/nl80211.h). */
export interface WifiInterface {
  readonly index: number;
  /** Empty for interfaces that are no network device. */
  readonly name: string;
  /** MHz. */
  readonly frequency: number;
}

/** The network that an interface is part of. */
export interface WifiNetwork {
  readonly bssid: string;
  readonly ssid: string;
  /** 0 authenticated, 1 associated, 2 member of an ad-hoc network. */
  readonly status: number;
}

/** A peer of an interface: the access point of a client, the clients of an access point. */
export interface WifiStation {
  readonly address: string;
  readonly connectedSeconds: number;
  readonly inactiveSeconds: number;
  readonly receivedBytes: number;
  readonly transmittedBytes: number;
  readonly receivedPackets: number;
  readonly transmittedPackets: number;
  /** Bits a second. */
  readonly receiveBitrate: number;
  readonly transmitBitrate: number;
  /** dBm. */
  readonly signal: number;
  readonly transmitRetries: number;
  readonly transmitFailed: number;
  readonly beaconLoss: number;
}

const GET_INTERFACE = 5;
const GET_STATION = 17;
const GET_SCAN = 32;

const ATTR_IFINDEX = 3;
const ATTR_IFNAME = 4;
const ATTR_MAC = 6;
const ATTR_STA_INFO = 21;
const ATTR_WIPHY_FREQ = 38;
const ATTR_BSS = 47;

const BSS_BSSID = 1;
const BSS_INFORMATION_ELEMENTS = 6;
const BSS_STATUS = 9;
/** Information element with the network's name (IEEE 802.11). */
const ELEMENT_SSID = 0;

const RATE_BITRATE = 1;
const RATE_BITRATE32 = 5;
/** Rates are in units of 100 kbit/s. */
const RATE_UNIT = 100_000;

export function interfaceDumpRequest(family: number): Buffer {
  return genericRequest(family, GET_INTERFACE, NLM_F_DUMP);
}

export function scanDumpRequest(family: number, interfaceIndex: number): Buffer {
  return genericRequest(family, GET_SCAN, NLM_F_DUMP, buildAttribute(ATTR_IFINDEX, u32(interfaceIndex)));
}

export function stationDumpRequest(family: number, interfaceIndex: number): Buffer {
  return genericRequest(family, GET_STATION, NLM_F_DUMP, buildAttribute(ATTR_IFINDEX, u32(interfaceIndex)));
}

const walker = new AttributeWalker("nl80211");
const inner = new AttributeWalker("nl80211 nested attribute");
const rate = new AttributeWalker("nl80211 rate");

/** Reads one NEW_INTERFACE message. */
export function parseWifiInterface(bytes: Buffer, start: number, end: number): WifiInterface {
  walker.enter(bytes, start + GENERIC_HEADER_BYTES, end);
  let index = 0;
  let name = "";
  let frequency = 0;
  while (walker.next()) {
    if (walker.type === ATTR_IFINDEX) index = walker.u32();
    else if (walker.type === ATTR_IFNAME) name = walker.text();
    else if (walker.type === ATTR_WIPHY_FREQ) frequency = walker.u32();
  }
  return { index, name, frequency };
}

/** Reads one NEW_SCAN_RESULTS message; undefined for a network that the interface is not part of. */
export function parseWifiNetwork(bytes: Buffer, start: number, end: number): WifiNetwork | undefined {
  walker.enter(bytes, start + GENERIC_HEADER_BYTES, end);
  let bssid = "";
  let ssid = "";
  let status: number | undefined;
  while (walker.next()) {
    if (walker.type !== ATTR_BSS) continue;
    inner.enterNested(walker);
    while (inner.next()) {
      if (inner.type === BSS_BSSID) bssid = hardwareAddress(bytes, inner.start, inner.end);
      else if (inner.type === BSS_INFORMATION_ELEMENTS) ssid = networkName(bytes, inner.start, inner.end) ?? ssid;
      else if (inner.type === BSS_STATUS) status = inner.u32();
    }
  }
  return status === undefined ? undefined : { bssid, ssid, status };
}

/** Elements are a type, a length and so many bytes. */
function networkName(bytes: Buffer, start: number, end: number): string | undefined {
  for (let at = start; at + 2 <= end;) {
    const stop = at + 2 + (bytes[at + 1] ?? 0);
    if (stop > end) return undefined;
    if (bytes[at] === ELEMENT_SSID) return bytes.toString("utf8", at + 2, stop);
    at = stop;
  }
  return undefined;
}

type Mutable = { -readonly [K in keyof WifiStation]: WifiStation[K] };

/** Reads one NEW_STATION message. */
export function parseWifiStation(bytes: Buffer, start: number, end: number): WifiStation {
  walker.enter(bytes, start + GENERIC_HEADER_BYTES, end);
  const station = emptyStation();
  while (walker.next()) {
    if (walker.type === ATTR_MAC) station.address = hardwareAddress(bytes, walker.start, walker.end);
    else if (walker.type === ATTR_STA_INFO) takeStationInfo(station);
  }
  return station;
}

/** Bytes of 64 bit (Linux 3.8) stand in the message behind those of 32 bit, and replace them. */
function takeStationInfo(station: Mutable): void {
  inner.enterNested(walker);
  while (inner.next()) STATION_INFO.get(inner.type)?.(station);
}

/** NL80211_STA_INFO_ numbers. */
const STATION_INFO: ReadonlyMap<number, (station: Mutable) => void> = new Map([
  [1, (station) => void (station.inactiveSeconds = inner.u32() / 1000)],
  [2, (station) => void (station.receivedBytes ||= inner.u32())],
  [3, (station) => void (station.transmittedBytes ||= inner.u32())],
  [7, (station) => void (station.signal = (inner.u8() << 24) >> 24)],
  [8, (station) => void (station.transmitBitrate = bitrate())],
  [9, (station) => void (station.receivedPackets = inner.u32())],
  [10, (station) => void (station.transmittedPackets = inner.u32())],
  [11, (station) => void (station.transmitRetries = inner.u32())],
  [12, (station) => void (station.transmitFailed = inner.u32())],
  [14, (station) => void (station.receiveBitrate = bitrate())],
  [16, (station) => void (station.connectedSeconds = inner.u32())],
  [18, (station) => void (station.beaconLoss = inner.u32())],
  [23, (station) => void (station.receivedBytes = inner.u64())],
  [24, (station) => void (station.transmittedBytes = inner.u64())],
]);

/** The 32-bit rate where there is one: the other stops at 6.5 Gbit/s. */
function bitrate(): number {
  rate.enterNested(inner);
  let narrow = 0;
  let wide: number | undefined;
  while (rate.next()) {
    if (rate.type === RATE_BITRATE) narrow = rate.u16();
    else if (rate.type === RATE_BITRATE32) wide = rate.u32();
  }
  return (wide ?? narrow) * RATE_UNIT;
}

function emptyStation(): Mutable {
  return {
    address: "",
    connectedSeconds: 0,
    inactiveSeconds: 0,
    receivedBytes: 0,
    transmittedBytes: 0,
    receivedPackets: 0,
    transmittedPackets: 0,
    receiveBitrate: 0,
    transmitBitrate: 0,
    signal: 0,
    transmitRetries: 0,
    transmitFailed: 0,
    beaconLoss: 0,
  };
}
