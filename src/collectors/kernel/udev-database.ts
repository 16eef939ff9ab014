import { readFileSync } from "node:fs";
import { hasErrno, HIDDEN } from "../kit/errnos.ts";
import type { FileWatch, Host } from "../kit/host.ts";
import { parseUdevDevice, type UdevProperties } from "../parsers/udev_device.ts";

const NONE: UdevProperties = new Map();

/** What udev knows about one device, read again only when its file is another one or has changed. */
export interface UdevEntry {
  /** The properties as they are now; the same object as long as the file did not change. */
  read(): UdevProperties;
}

/** The entry of block device `major`:`minor` in udev's database. udev replaces its files by renaming. */
export function blockDeviceEntry(host: Host, major: number, minor: number): UdevEntry {
  const path = `${host.udevData}/b${major}:${minor}`;
  const watch = host.watch(path);
  let properties = NONE;
  return {
    read() {
      const state = watch.look();
      if (state === "absent") properties = NONE;
      else if (state === "changed") properties = readProperties(path, watch);
      return properties;
    },
  };
}

function readProperties(path: string, watch: FileWatch): UdevProperties {
  try {
    return parseUdevDevice(readFileSync(path));
  } catch (error) {
    // Gone since it was seen, or not ours to read: the disk is shown without properties, as if udev did not know it.
    if (!hasErrno(error, HIDDEN)) watch.forget();
    return NONE;
  }
}
