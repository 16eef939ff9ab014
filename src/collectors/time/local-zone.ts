import { readFileSync, statSync } from "node:fs";
import { parseTzif, type TimeZone } from "./tzif.ts";

/** Where compiled time zones lie, in the order of the search. */
const FOLDERS = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

/** Real ones have at most a few kilobytes. */
const MAX_BYTES = 1 << 20;

export const UTC: TimeZone = {
  types: [{ abbreviation: "UTC", offset: 0, isDst: false }],
  transitions: [],
  indexes: [],
  rule: undefined,
};

/**
 * The local time zone: TZ names a file, by its whole path or below the zone folders; without TZ it is /etc/localtime.
 * UTC where that is empty, missing or damaged. POSIX rules in TZ are not known to node_exporter either.
 */
export function localZone(tz: string | undefined): TimeZone {
  for (const path of candidates(tz)) {
    const zone = readZone(path);
    if (zone !== undefined) return zone;
  }
  return UTC;
}

function candidates(tz: string | undefined): readonly string[] {
  if (tz === undefined) return ["/etc/localtime"];
  const name = tz.startsWith(":") ? tz.slice(1) : tz;
  if (name === "" || name === "UTC") return [];
  return name.startsWith("/") ? [name] : FOLDERS.map((folder) => `${folder}/${name}`);
}

function readZone(path: string): TimeZone | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile() || found.size > MAX_BYTES) return undefined;
    return parseTzif(readFileSync(path), path);
  } catch {
    // As the C library does: a zone that cannot be read is UTC.
    return undefined;
  }
}
