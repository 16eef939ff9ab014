/** A part of this process's memory, in bytes. */
export interface MemoryRange {
  readonly start: number;
  readonly length: number;
}

interface Mapping extends MemoryRange {
  readonly permissions: string;
  readonly path: string;
  /** Kilobytes by name. */
  readonly sizes: Map<string, number>;
  flags: readonly string[] | undefined;
}

/** Mappings with less in memory are not worth a system call; in kilobytes. */
const LEAST = 64;

/** `55d0c000-55d0e000 r-xp 00002000 fd:01 131 /usr/bin/node` */
const HEADER = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+ +(\/.*)$/;
const SIZE = /^(\w+): +(\d+) kB$/;
const FLAGS = "VmFlags: ";

/**
 * The mappings of /proc/PID/smaps of which every page in memory is the file's own: programs, libraries and constants
 * that this process cannot write and has not written.
 *
 * A loader writes into some mappings and makes them read-only afterwards (RELRO): those have pages of their own, in
 * memory (`Anonymous`) or in swap, and the flag `ac`, which shows that they were writable once. An entry without all of
 * these fields counts as written. Pages of the file itself may be dirty: after an installation, or on tmpfs.
 */
export function unwrittenFileMappings(smaps: string): readonly MemoryRange[] {
  return mappings(smaps).filter(isUnwritten);
}

function isUnwritten({ permissions, path, sizes, flags }: Mapping): boolean {
  return (
    (permissions === "r-xp" || permissions === "r--p") &&
    !path.startsWith("/dev/") &&
    // The file may be out of reach on a network file system.
    !path.endsWith(" (deleted)") &&
    (sizes.get("Rss") ?? 0) >= LEAST &&
    sizes.get("Anonymous") === 0 &&
    sizes.get("Swap") === 0 &&
    flags?.includes("ac") === false
  );
}

/** The mappings of files. */
function mappings(smaps: string): readonly Mapping[] {
  const found: Mapping[] = [];
  let current: Mapping | undefined;
  for (const line of smaps.split("\n")) {
    if (!/^[A-Z]/.test(line)) {
      current = mapping(line);
      if (current !== undefined) found.push(current);
    } else if (current !== undefined) addField(current, line);
  }
  return found;
}

function mapping(header: string): Mapping | undefined {
  const [, from = "", to = "", permissions = "", path = ""] = HEADER.exec(header) ?? [];
  const start = Number.parseInt(from, 16);
  const length = Number.parseInt(to, 16) - start;
  if (!(length > 0 && Number.isSafeInteger(start + length))) return undefined;
  return { start, length, permissions, path, sizes: new Map(), flags: undefined };
}

function addField(current: Mapping, line: string): void {
  if (line.startsWith(FLAGS)) current.flags = line.slice(FLAGS.length).trim().split(" ");
  const [, name, kilobytes] = SIZE.exec(line) ?? [];
  if (name !== undefined) current.sizes.set(name, Number(kilobytes));
}
