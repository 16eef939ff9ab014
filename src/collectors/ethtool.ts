import { defineCollector, type Emit } from "./kit/define.ts";
import {
  ASYMMETRIC_PAUSE_BIT,
  AUTONEGOTIATION_BIT,
  hasBit,
  modesOf,
  PAUSE_BIT,
  portsOf,
} from "./ethtool/link-modes.ts";
import { Refusals } from "./ethtool/refusals.ts";
import { distinct, statisticFamilies } from "./ethtool/statistic-names.ts";
import { type Family, gauge } from "./kit/family.ts";
import { compilePattern } from "./kit/filter.ts";
import { namePair } from "./kit/name-pair.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { listInterfaces } from "./kernel/interfaces.ts";
import { type DriverInfo, Ethtool, type LinkSettings } from "./kernel/ethtool.ts";
import { sysfs, systemCall } from "./kit/sources.ts";

const ports = gauge("node_network_supported_port_info", "Type of the port; always 1.", "device", "type");
const supportedSpeed = gauge(
  "node_network_supported_speed_bytes",
  "Speed that the interface supports, in bytes per second.",
  "device",
  "duplex",
  "mode",
);
const advertisedSpeed = gauge(
  "node_network_advertised_speed_bytes",
  "Speed that the interface advertises, in bytes per second.",
  "device",
  "duplex",
  "mode",
);
const autonegotiateSupported = flag("autonegotiate_supported", "the interface can negotiate the speed");
const pauseSupported = flag("pause_supported", "the interface can do pause frames");
const asymmetricPauseSupported = flag("asymmetricpause_supported", "the interface can do asymmetric pause frames");
const autonegotiateAdvertised = flag("autonegotiate_advertised", "the interface offers to negotiate the speed");
const pauseAdvertised = flag("pause_advertised", "the interface offers pause frames");
const asymmetricPauseAdvertised = flag("asymmetricpause_advertised", "the interface offers asymmetric pause frames");
const autonegotiate = flag("autonegotiate", "the speed is negotiated");
const driverInfo = gauge(
  "node_ethtool_info",
  "The driver of the interface; the value is always 1.",
  "bus_info",
  "device",
  "driver",
  "expansion_rom_version",
  "firmware_version",
  "version",
);

const BYTES_OF_MEGABIT = 125_000;

const interfaces = namePair({
  what: "interfaces",
  include: { flag: "collector.ethtool.device-include" },
  exclude: { flag: "collector.ethtool.device-exclude" },
});

const METRICS = "collector.ethtool.metrics-include";
const ALL = ".*";

const FLAGS = {
  ...interfaces.flags,
  [METRICS]: {
    type: "string",
    default: ALL,
    isPattern: true,
    help: "Regular expression of the driver statistics to show.",
  },
} as const;

export default defineCollector({
  name: "ethtool",
  summary: "Driver statistics, link modes and drivers of the network interfaces, by ioctl.",
  enabledByDefault: false,
  families: [
    ports,
    supportedSpeed,
    advertisedSpeed,
    autonegotiateSupported,
    pauseSupported,
    asymmetricPauseSupported,
    autonegotiateAdvertised,
    pauseAdvertised,
    asymmetricPauseAdvertised,
    autonegotiate,
    driverInfo,
    "node_ethtool_*",
  ],
  sources: [sysfs("class/net"), systemCall("ioctl(SIOCETHTOOL)")],
  flags: FLAGS,
  create(context) {
    const { host, flags } = context;
    requireDirectory("path.sysfs", host.sys);
    const ignored = interfaces.ignored(context);
    const included = compilePattern(METRICS, flags[METRICS], flags[METRICS] === ALL);
    const familyOf = statisticFamilies(included);
    const ethtool = new Ethtool(host.native);
    const refusals = new Refusals((...line) => context.log(...line));
    return (emit) => {
      const devices = listInterfaces(host.sys);
      if (devices.length === 0) throw new Error("no network devices found");
      refusals.keep(devices);
      ethtool.open();
      for (const device of devices) {
        if (ignored(device)) continue;
        refusals.attempt(device, "settings", () => emitSettings(emit, device, ethtool.linkSettings(device)));
        refusals.attempt(device, "driver and statistics", () => {
          const info = ethtool.driverInfo(device);
          emitDriver(emit, device, info);
          const statistics = ethtool.statistics(device, info.statistics);
          for (const { family, value } of distinct(statistics, familyOf)) emit(family, value, device);
        });
      }
    };
  },
});

function emitSettings(emit: Emit, device: string, settings: LinkSettings): void {
  const { supported, advertising } = settings;
  for (const type of portsOf(supported)) emit(ports, 1, device, type);
  for (const { speed, duplex, mode } of modesOf(supported)) {
    emit(supportedSpeed, speed * BYTES_OF_MEGABIT, device, duplex, mode);
  }
  for (const { speed, duplex, mode } of modesOf(advertising)) {
    emit(advertisedSpeed, speed * BYTES_OF_MEGABIT, device, duplex, mode);
  }
  emit(autonegotiateSupported, Number(hasBit(supported, AUTONEGOTIATION_BIT)), device);
  emit(pauseSupported, Number(hasBit(supported, PAUSE_BIT)), device);
  emit(asymmetricPauseSupported, Number(hasBit(supported, ASYMMETRIC_PAUSE_BIT)), device);
  emit(autonegotiateAdvertised, Number(hasBit(advertising, AUTONEGOTIATION_BIT)), device);
  emit(pauseAdvertised, Number(hasBit(advertising, PAUSE_BIT)), device);
  emit(asymmetricPauseAdvertised, Number(hasBit(advertising, ASYMMETRIC_PAUSE_BIT)), device);
  emit(autonegotiate, settings.autonegotiation === 0 ? 0 : 1, device);
}

function emitDriver(emit: Emit, device: string, info: DriverInfo): void {
  const { busInfo, driver, expansionRomVersion, firmwareVersion, version } = info;
  emit(driverInfo, 1, busInfo, device, driver, expansionRomVersion, firmwareVersion, version);
}

function flag(name: string, what: string): Family<readonly ["device"]> {
  return gauge(`node_network_${name}`, `Whether ${what}, 1 or 0.`, "device");
}
