import { readFileSync, statSync, type Stats } from "node:fs";
import { parseUdevDevice, type UdevProperties } from "./device.ts";

const NONE: UdevProperties = new Map();

/** What udev knows about one device, read again only when its file is another one or has changed. */
export interface UdevEntry {
  /** The properties as they are now; the same object as long as the file did not change. */
  read(): UdevProperties;
}

/** The entry of block device `major`:`minor` in the database below `folder`. */
export function blockDeviceEntry(folder: string, major: number, minor: number): UdevEntry {
  const path = `${folder}/b${major}:${minor}`;
  let last: Stats | undefined;
  let properties = NONE;
  return {
    read() {
      const now = statSync(path, { throwIfNoEntry: false });
      if (now !== undefined && last !== undefined && isSame(now, last)) return properties;
      properties = now === undefined ? NONE : readProperties(path);
      last = now;
      return properties;
    },
  };
}

/** udev replaces its files by renaming, which gives them a new inode. */
function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.size === b.size;
}

function readProperties(path: string): UdevProperties {
  try {
    return parseUdevDevice(readFileSync(path));
  } catch {
    // Gone since it was seen, or not ours to read: the disk is shown without properties, as if udev did not know it.
    return NONE;
  }
}
