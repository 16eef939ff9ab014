import { readFileSync, type Stats, statSync } from "node:fs";
import { defineCollector, type Emit } from "./kit/define.ts";
import { NoDataError, ParseError } from "./kit/errors.ts";
import { parseOsRelease, type OsRelease } from "./parsers/etc/os_release.ts";
import { gauge, type LabelValues } from "./kit/family.ts";
import { rootfs } from "./kit/sources.ts";
import type { Skip } from "./parsers/skip.ts";

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

const info = gauge("node_os_info", "Operating system from os-release as labels; always 1.", ...LABELS);
const osVersion = gauge("node_os_version", "First two parts of the system's version.", "id", "id_like", "name");
const supportEnd = gauge(
  "node_os_support_end_timestamp_seconds",
  "End of support of the system in seconds since the Unix epoch.",
);

/** Below the root file system; the first that exists is read. */
const FILES = ["/etc/os-release", "/usr/lib/os-release"];

export default defineCollector({
  name: "os",
  summary: "Name and version of the operating system from os-release.",
  enabledByDefault: true,
  families: [info, osVersion, supportEnd],
  sources: [rootfs("etc/os-release"), rootfs("usr/lib/os-release")],
  flags: {},
  create({ host, skip }) {
    const paths = FILES.map((file) => host.rootfs + file);
    const absent = new NoDataError(`none of ${paths.join(", ")} exists`);
    const read = osReleaseReader(paths);
    return (emit) => {
      const release = read();
      if (release === undefined) return absent;
      for (const problem of release.problems) skip(problem);
      emitFacts(emit, release.facts);
      return undefined;
    };
  },
});

/** What is emitted of a release. */
interface Facts {
  /** In the order of the family's labels. */
  readonly labels: LabelValues<typeof LABELS>;
  /** 0: it has no number. */
  readonly version: number;
  /** Seconds since the epoch. */
  readonly supportEnd: number | undefined;
}

interface Release {
  readonly facts: Facts;
  /** Why lines were left out. */
  readonly problems: readonly Error[];
}

/** Looks for the file at each call, and reads it when it is another or has changed; undefined where there is none. */
function osReleaseReader(paths: readonly string[]): () => Release | undefined {
  let last: (Release & { readonly stats: Stats }) | undefined;
  return () => {
    const found = findFirst(paths);
    if (found === undefined) return undefined;
    const { path, stats } = found;
    if (last === undefined || !isSame(last.stats, stats)) last = { stats, ...readRelease(path) };
    return last;
  };
}

function readRelease(path: string): Release {
  const problems: Error[] = [];
  const skip: Skip = (problem) => void problems.push(problem);
  return { facts: factsOf(parseOsRelease(readFileSync(path), path, skip), path, skip), problems };
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

function factsOf(release: OsRelease, path: string, skip: Skip): Facts {
  const value = (label: string) => release.get(label.toUpperCase()) ?? "";
  return {
    labels: LABELS.map(value) as unknown as LabelValues<typeof LABELS>,
    version: Number(/^\d+\.?\d*/.exec(value("version_id"))?.[0] ?? 0),
    supportEnd: value("support_end") === "" ? undefined : secondsOf(value("support_end"), path, skip),
  };
}

function emitFacts(emit: Emit, { labels, version, supportEnd: end }: Facts): void {
  emit(info, 1, ...labels);
  const [, id, idLike, , , name] = labels;
  if (version > 0) emit(osVersion, version, id, idLike, name);
  if (end !== undefined) emit(supportEnd, end);
}

/** A date `YYYY-MM-DD` at midnight UTC; undefined, with a report, for anything else. */
function secondsOf(date: string, path: string, skip: Skip): number | undefined {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  // Date takes February 30 for March 2.
  if (time !== undefined && !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === date)
    return time.getTime() / 1000;
  skip(new ParseError(`${path}: SUPPORT_END: ${JSON.stringify(date.slice(0, 120))} is not a date`));
  return undefined;
}
