import type { Native } from "../kit/host.ts";
import { readText, readU64 } from "../parsers/netlink/message.ts";
import { encodeName } from "../parsers/utf8.ts";

const SIOCETHTOOL = 0x8946;
const AF_INET = 2;
const SOCK_DGRAM = 2;
/** struct ifreq: name (16 bytes), pointer to the command's struct. */
const IFREQ_BYTES = 40;
const NAME_BYTES = 16;

/** Commands of include/uapi/linux/ethtool.h. */
const ETHTOOL_GSET = 0x1;
const ETHTOOL_GDRVINFO = 0x3;
const ETHTOOL_GSTRINGS = 0x1b;
const ETHTOOL_GSTATS = 0x1d;
const ETH_SS_STATS = 1;

const SETTINGS_BYTES = 44;
const DRIVER_BYTES = 196;
const NAME_OF_STATISTIC_BYTES = 32;
/** A driver that claims more is not believed. */
const MAX_STATISTICS = 65_536;
/** The kernel writes as many as there are now, which may be more than it told a moment ago. */
const SPARE_STATISTICS = 1024;

/** struct ethtool_cmd. */
export interface LinkSettings {
  /** Bits of what the interface supports and of what it advertises. */
  readonly supported: number;
  readonly advertising: number;
  /** Mb/s; -1 when unknown. */
  readonly speed: number;
  /** 0 half, 1 full, 255 unknown. */
  readonly duplex: number;
  readonly autonegotiation: number;
}

/** struct ethtool_drvinfo. */
export interface DriverInfo {
  readonly driver: string;
  readonly version: string;
  readonly firmwareVersion: string;
  readonly busInfo: string;
  readonly expansionRomVersion: string;
  readonly statistics: number;
}

export interface DriverStatistic {
  readonly name: string;
  readonly value: number;
}

/** Asks drivers by SIOCETHTOOL. Errors are those of the ioctl: ENOTSUP where the driver does not know the command. */
export class Ethtool {
  private readonly native: Native;
  private readonly request = Buffer.alloc(IFREQ_BYTES);
  private readonly settings = Buffer.alloc(SETTINGS_BYTES);
  private readonly driver = Buffer.alloc(DRIVER_BYTES);
  private names = Buffer.alloc(0);
  private values = Buffer.alloc(0);
  private fd: number | undefined;

  constructor(native: Native) {
    this.native = native;
  }

  /** Opens the socket; throws where a sandbox refuses it. */
  open(): number {
    this.fd ??= this.native.socket(AF_INET, SOCK_DGRAM, 0);
    return this.fd;
  }

  linkSettings(device: string): LinkSettings {
    const { settings } = this;
    settings.fill(0);
    settings.writeUInt32LE(ETHTOOL_GSET, 0);
    this.call(device, settings);
    return parseLinkSettings(settings);
  }

  driverInfo(device: string): DriverInfo {
    const { driver } = this;
    driver.fill(0);
    driver.writeUInt32LE(ETHTOOL_GDRVINFO, 0);
    this.call(device, driver);
    return parseDriverInfo(driver);
  }

  /** The driver's own counters; `count` is what its information told. */
  statistics(device: string, count: number): readonly DriverStatistic[] {
    if (count <= 0 || count > MAX_STATISTICS) return [];
    this.reserve(count + SPARE_STATISTICS);
    const { names, values } = this;
    writeWords(names, ETHTOOL_GSTRINGS, ETH_SS_STATS, count);
    this.call(device, names);
    writeWords(values, ETHTOOL_GSTATS, count);
    this.call(device, values);
    return parseStatistics(names, values);
  }

  private call(device: string, command: Buffer): void {
    const { native, request } = this;
    request.fill(0);
    request.set(Buffer.from(encodeName(device)).subarray(0, NAME_BYTES - 1));
    request.writeBigUInt64LE(native.addressOf(command), NAME_BYTES);
    native.ioctl(this.open(), SIOCETHTOOL, request);
  }

  private reserve(count: number): void {
    if (this.names.length >= 12 + count * NAME_OF_STATISTIC_BYTES) return;
    this.names = Buffer.alloc(12 + count * NAME_OF_STATISTIC_BYTES);
    this.values = Buffer.alloc(8 + count * 8);
  }
}

function writeWords(bytes: Buffer, ...words: readonly number[]): void {
  for (const [i, word] of words.entries()) bytes.writeUInt32LE(word, i * 4);
}

/** Reads a struct ethtool_cmd. */
export function parseLinkSettings(bytes: Buffer): LinkSettings {
  return {
    supported: bytes.readUInt32LE(4),
    advertising: bytes.readUInt32LE(8),
    speed: bytes.readUInt16LE(12) | (bytes.readUInt16LE(28) << 16) | 0,
    duplex: bytes.readUInt8(14),
    autonegotiation: bytes.readUInt8(18),
  };
}

/** Reads a struct ethtool_drvinfo. */
export function parseDriverInfo(bytes: Buffer): DriverInfo {
  const text = (at: number) => readText(bytes, at, at + 32);
  return {
    driver: text(4),
    version: text(36),
    firmwareVersion: text(68),
    busInfo: text(100),
    expansionRomVersion: text(132),
    statistics: bytes.readUInt32LE(180),
  };
}

/** Reads a struct ethtool_gstrings (command, set, length, names) with a struct ethtool_stats (command, length, values). */
export function parseStatistics(names: Buffer, values: Buffer): readonly DriverStatistic[] {
  const room = Math.min(Math.floor((names.length - 12) / NAME_OF_STATISTIC_BYTES), Math.floor((values.length - 8) / 8));
  const count = Math.min(names.readUInt32LE(8), values.readUInt32LE(4), room);
  const statistics: DriverStatistic[] = [];
  for (let i = 0; i < count; i++) {
    const at = 12 + i * NAME_OF_STATISTIC_BYTES;
    const name = readText(names, at, at + NAME_OF_STATISTIC_BYTES);
    statistics.push({ name, value: readU64(values, 8 + i * 8) });
  }
  return statistics;
}
