import { readFileSync, statSync } from "node:fs";
import { hasErrno, HIDDEN } from "../kit/errnos.ts";
import { ParseError } from "../kit/errors.ts";
import type { FileWatch, Host } from "../kit/host.ts";
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
 * Returns the reader of the local time zone: TZ names a file, by its whole path or below the zone directories; without TZ
 * it is /etc/localtime. UTC where that is empty, missing or damaged. A file that was replaced is read again. POSIX rules
 * in TZ are not known to node_exporter either.
 */
export function localZone(tz: string | undefined, watch: Host["watch"]): () => TimeZone {
  const files = candidates(tz).map((path) => zoneFile(path, watch(path)));
  return () => {
    for (const read of files) {
      const zone = read();
      if (zone !== undefined) return zone;
    }
    return UTC;
  };
}

function zoneFile(path: string, watch: FileWatch): () => TimeZone | undefined {
  let zone: TimeZone | undefined;
  return () => {
    const state = watch.look();
    if (state !== "same") zone = state === "changed" ? readZone(path, watch) : undefined;
    return zone;
  };
}

function candidates(tz: string | undefined): readonly string[] {
  if (tz === undefined) return ["/etc/localtime"];
  const name = tz.startsWith(":") ? tz.slice(1) : tz;
  if (name === "" || name === "UTC") return [];
  return name.startsWith("/") ? [name] : FOLDERS.map((folder) => `${folder}/${name}`);
}

function readZone(path: string, watch: FileWatch): TimeZone | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile() || found.size > MAX_BYTES) return undefined;
    return parseTzif(readFileSync(path), path);
  } catch (error) {
    // As the C library does: a zone that cannot be read is UTC.
    if (!(error instanceof ParseError) && !hasErrno(error, HIDDEN)) watch.forget();
    return undefined;
  }
}
