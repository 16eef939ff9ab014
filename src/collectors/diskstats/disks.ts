import { statSync } from "node:fs";
import type { CollectorContext, Emit } from "../kit/define.ts";
import { messageOf } from "../kit/errors.ts";
import type { Directory } from "../kit/host.ts";
import { blockDeviceEntry, type UdevEntry } from "../kernel/udev-database.ts";
import type { UdevProperties } from "../parsers/udev_device.ts";
import { describeDisk, emitDiskInfo, type DiskInfo } from "./disk-info.ts";

/** Emits what is known about disks beside their counters, and remembers it between scrapes. */
interface Disks {
  /** Returns the name of the device, as the same string on every scrape, which the sink compares faster. */
  emit(emit: Emit, device: string, major: number, minor: number): string;
  /** Starts a scrape. */
  startScrape(): void;
  /** Ends a scrape: disks that were not asked for are forgotten. */
  endScrape(): void;
}

interface KnownDisk {
  readonly major: number;
  readonly minor: number;
  /** Of its attribute that shows whether it has moving parts, below the directory of all block devices. */
  readonly rotational: string;
  readonly udev: UdevEntry;
  properties: UdevProperties | undefined;
  info: DiskInfo;
  scrape: number;
}

const NO_PROPERTIES: UdevProperties = new Map();
const NO_ENTRY: UdevEntry = { read: () => NO_PROPERTIES };

/** Warns once when there is no udev database; disks are then shown without what it holds. */
export function openDisks({ host, log }: Pick<CollectorContext, "host" | "log">): Disks {
  const problem = udevProblem(host.udevData);
  const hasUdev = problem === undefined;
  if (!hasUdev) {
    const attributes = { path: host.udevData, err: problem };
    log("warn", "no udev database, its properties of disks are not shown", attributes);
  }
  const known = new Map<string, KnownDisk>();
  let scrape = 0;
  let block: Directory | undefined;

  function find(device: string, major: number, minor: number): KnownDisk {
    let disk = known.get(device);
    if (disk === undefined || disk.major !== major || disk.minor !== minor)
      known.set(device, (disk = meet(device, major, minor)));
    return disk;
  }

  function meet(device: string, major: number, minor: number): KnownDisk {
    return {
      major,
      minor,
      // sysfs cannot hold the slash of names such as cciss/c0d0.
      rotational: `${device.replaceAll("/", "!")}/queue/rotational`,
      udev: hasUdev ? blockDeviceEntry(host, major, minor) : NO_ENTRY,
      properties: undefined,
      info: describeDisk(device, major, minor, NO_PROPERTIES, log),
      scrape,
    };
  }

  return {
    startScrape() {
      // Not a directory a disk: that would be looked at as often as the disks are.
      block = host.sys.directory("block");
    },
    emit(emit, device, major, minor) {
      const disk = find(device, major, minor);
      disk.scrape = scrape;
      const properties = disk.udev.read();
      if (properties !== disk.properties) {
        disk.properties = properties;
        disk.info = describeDisk(device, major, minor, properties, log);
      }
      emitDiskInfo(emit, disk.info, rotational(block, disk.rotational));
      return disk.info.common[0];
    },
    endScrape() {
      for (const [key, disk] of known) if (disk.scrape !== scrape) known.delete(key);
      scrape++;
    },
  };
}

/** Why there is no database; undefined where there is one. Whatever the reason, disks are shown without it. */
function udevProblem(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? undefined : `${path} is not a directory`;
  } catch (error) {
    return messageOf(error);
  }
}

/** `1` for a disk with moving parts; `0` for one without and where sysfs does not report it, as for a partition. */
function rotational(block: Directory | undefined, name: string): string {
  try {
    return block?.attributeIf(name) === "1" ? "1" : "0";
  } catch {
    // Whatever the reason, node_exporter shows 0.
    return "0";
  }
}
