import type { Emit, LogLevel } from "../kit/define.ts";
import { familiesIn, gauge, type Family } from "../kit/family.ts";
import { parseFloatStrict } from "../parsers/numbers.ts";
import type { UdevProperties } from "../parsers/udev_device.ts";

const info = gauge(
  "node_disk_info",
  "Properties of the device from udev and sysfs as labels; always 1.",
  "device",
  "major",
  "minor",
  "path",
  "wwn",
  "model",
  "serial",
  "revision",
  "rotational",
);
const filesystemInfo = gauge(
  "node_disk_filesystem_info",
  "File system that udev found on the device as labels; always 1.",
  "device",
  "type",
  "usage",
  "uuid",
  "version",
);
const deviceMapperInfo = gauge(
  "node_disk_device_mapper_info",
  "Names of the device in the device mapper as labels; always 1.",
  "device",
  "name",
  "uuid",
  "vg_name",
  "lv_name",
  "lv_layer",
);
const writeCache = gauge("node_disk_ata_write_cache", "1 when the ATA disk has a write cache.", "device");
const writeCacheEnabled = gauge(
  "node_disk_ata_write_cache_enabled",
  "1 if the write cache of the ATA disk is enabled.",
  "device",
);
const rotationRate = gauge(
  "node_disk_ata_rotation_rate_rpm",
  "Rotation rate of the ATA disk per minute; 0 without moving parts.",
  "device",
);

const ATA_GAUGES: readonly (readonly [family: Family<readonly ["device"]>, property: string])[] = [
  [writeCache, "ID_ATA_WRITE_CACHE"],
  [writeCacheEnabled, "ID_ATA_WRITE_CACHE_ENABLED"],
  [rotationRate, "ID_ATA_ROTATION_RATE_RPM"],
];

export const DISK_INFO_FAMILIES = [info, filesystemInfo, deviceMapperInfo, ...familiesIn(ATA_GAUGES)];

/** What the information families of one disk say, made once for every state of its udev file. */
export interface DiskInfo {
  /** Label values from device to revision. */
  readonly common: readonly [string, string, string, string, string, string, string, string];
  readonly filesystem: readonly [string, string, string, string] | undefined;
  readonly deviceMapper: readonly [string, string, string, string, string] | undefined;
  readonly ata: readonly (readonly [family: Family<readonly ["device"]>, value: number])[];
}

type Log = (level: LogLevel, message: string, attributes: Readonly<Record<string, string>>) => void;

/** Picks from the udev properties what is shown. An unreadable number is told once, by `log`, and left out. */
export function describeDisk(device: string, major: number, minor: number, udev: UdevProperties, log: Log): DiskInfo {
  const of = (property: string) => udev.get(property) ?? "";
  const serial = of("SCSI_IDENT_SERIAL") || of("ID_SERIAL_SHORT") || of("ID_SERIAL");
  return {
    common: [
      device,
      String(major),
      String(minor),
      of("ID_PATH"),
      of("ID_WWN"),
      of("ID_MODEL"),
      serial,
      of("ID_REVISION"),
    ],
    filesystem:
      of("ID_FS_TYPE") === ""
        ? undefined
        : [of("ID_FS_TYPE"), of("ID_FS_USAGE"), of("ID_FS_UUID"), of("ID_FS_VERSION")],
    deviceMapper:
      of("DM_NAME") === ""
        ? undefined
        : [of("DM_NAME"), of("DM_UUID"), of("DM_VG_NAME"), of("DM_LV_NAME"), of("DM_LV_LAYER")],
    ata: of("ID_ATA") === "" ? [] : ataValues(device, udev, log),
  };
}

/** Emits the information families of one disk. */
export function emitDiskInfo(emit: Emit, disk: DiskInfo, rotational: string): void {
  const [device] = disk.common;
  emit(info, 1, ...disk.common, rotational);
  if (disk.filesystem !== undefined) emit(filesystemInfo, 1, device, ...disk.filesystem);
  if (disk.deviceMapper !== undefined) emit(deviceMapperInfo, 1, device, ...disk.deviceMapper);
  for (const [family, value] of disk.ata) emit(family, value, device);
}

function ataValues(device: string, udev: UdevProperties, log: Log): DiskInfo["ata"] {
  return ATA_GAUGES.flatMap(([family, property]) => {
    const text = udev.get(property);
    if (text === undefined) return [];
    const value = parseFloatStrict(text);
    if (value !== undefined) return [[family, value] as const];
    log("error", "udev property is not a number", { device, property, value: text });
    return [];
  });
}
