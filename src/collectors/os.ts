import { readFileSync, type Stats, statSync } from "node:fs";
import { defineCollector, type Emit } from "./define.ts";
import { NoDataError, ParseError } from "./errors.ts";
import { parseOsRelease, type OsRelease } from "./etc/os_release.ts";
import { gauge } from "./family.ts";

const LABELS = [
  "build_id",
  "id",
  "id_like",
  "image_id",
  "image_version",
  "name",
  "pretty_name",
  "variant",
  "variant_id",
  "version",
  "version_codename",
  "version_id",
] as const;

const info = gauge("node_os_info", "Operating system as os-release describes it, as labels; always 1.", ...LABELS);
const osVersion = gauge("node_os_version", "First two parts of the system's version.", "id", "id_like", "name");
const supportEnd = gauge(
  "node_os_support_end_timestamp_seconds",
  "When support of the system ends, in seconds since the epoch.",
);

/** Below the root file system; the first that exists is read. */
const FILES = ["/etc/os-release", "/usr/lib/os-release"];

export default defineCollector({
  name: "os",
  summary: "Name and version of the operating system from os-release.",
  enabledByDefault: true,
  flags: {},
  create({ host }) {
    const paths = FILES.map((file) => host.rootfs + file);
    const absent = new NoDataError(`none of ${paths.join(", ")} exists`);
    const read = osReleaseReader(paths);
    return (emit) => {
      const release = read();
      if (release === undefined) return absent;
      emitRelease(emit, release);
      return undefined;
    };
  },
});

/** Looks for the file at each call, and reads it when it is another or has changed; undefined where there is none. */
function osReleaseReader(paths: readonly string[]): () => OsRelease | undefined {
  let last: { readonly stats: Stats; readonly release: OsRelease } | undefined;
  return () => {
    const found = findFirst(paths);
    if (found === undefined) return undefined;
    const { path, stats } = found;
    if (last === undefined || !isSame(last.stats, stats)) {
      last = { stats, release: parseOsRelease(readFileSync(path), path) };
    }
    return last.release;
  };
}

function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs;
}

function findFirst(paths: readonly string[]): { readonly path: string; readonly stats: Stats } | undefined {
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) return { path, stats };
  }
  return undefined;
}

function emitRelease(emit: Emit, release: OsRelease): void {
  const value = (label: string) => release.get(label.toUpperCase()) ?? "";
  emit(
    info,
    1,
    value("build_id"),
    value("id"),
    value("id_like"),
    value("image_id"),
    value("image_version"),
    value("name"),
    value("pretty_name"),
    value("variant"),
    value("variant_id"),
    value("version"),
    value("version_codename"),
    value("version_id"),
  );
  const version = Number(/^\d+\.?\d*/.exec(value("version_id"))?.[0] ?? 0);
  if (version > 0) emit(osVersion, version, value("id"), value("id_like"), value("name"));
  const end = value("support_end");
  if (end !== "") emit(supportEnd, secondsOf(end));
}

/** A date `YYYY-MM-DD` at midnight UTC. */
function secondsOf(date: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  // Date takes February 30 for March 2.
  if (time === undefined || Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== date)
    throw new ParseError(`SUPPORT_END: ${JSON.stringify(date.slice(0, 120))} is not a date`);
  return time.getTime() / 1000;
}
