import { statSync } from "node:fs";
import type { CollectorContext, Emit } from "../define.ts";
import type { Host } from "../host.ts";
import { blockDeviceEntry, type UdevEntry } from "../udev/database.ts";
import type { UdevProperties } from "../udev/device.ts";
import { describeDisk, emitDiskInfo, type DiskInfo } from "./disk-info.ts";

/** Emits what is known about disks beside their counters, and remembers it between scrapes. */
export interface Disks {
  emit(emit: Emit, device: string, major: number, minor: number): void;
  /** Ends a scrape: disks that were not asked for are forgotten. */
  endScrape(): void;
}

interface KnownDisk {
  readonly udev: UdevEntry;
  properties: UdevProperties | undefined;
  info: DiskInfo;
  scrape: number;
}

const NO_PROPERTIES: UdevProperties = new Map();
const NO_ENTRY: UdevEntry = { read: () => NO_PROPERTIES };

/** Tells once, at error level, when there is no udev database; disks are then shown without what it holds. */
export function openDisks({ host, log }: Pick<CollectorContext, "host" | "log">): Disks {
  const hasUdev = statSync(host.udevData, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!hasUdev) log("error", "no udev database, its properties of disks are not shown", { path: host.udevData });
  const known = new Map<string, KnownDisk>();
  let scrape = 0;

  function find(device: string, major: number, minor: number): KnownDisk {
    const key = `${device} ${major}:${minor}`;
    let disk = known.get(key);
    if (disk === undefined) {
      const udev = hasUdev ? blockDeviceEntry(host.udevData, major, minor) : NO_ENTRY;
      disk = { udev, properties: undefined, info: describeDisk(device, major, minor, NO_PROPERTIES, log), scrape };
      known.set(key, disk);
    }
    return disk;
  }

  return {
    emit(emit, device, major, minor) {
      const disk = find(device, major, minor);
      disk.scrape = scrape;
      const properties = disk.udev.read();
      if (properties !== disk.properties) {
        disk.properties = properties;
        disk.info = describeDisk(device, major, minor, properties, log);
      }
      emitDiskInfo(emit, disk.info, rotational(host, device));
    },
    endScrape() {
      for (const [key, disk] of known) if (disk.scrape !== scrape) known.delete(key);
      scrape++;
    },
  };
}

/** `1` for a disk with moving parts; `0` for one without and where sysfs does not tell, as for a partition. */
function rotational(host: Host, device: string): string {
  try {
    // sysfs cannot hold the slash of names such as cciss/c0d0.
    return host.sys.attribute(`block/${device.replaceAll("/", "!")}/queue/rotational`) === "1" ? "1" : "0";
  } catch {
    // Whatever the reason, the original says 0.
    return "0";
  }
}
