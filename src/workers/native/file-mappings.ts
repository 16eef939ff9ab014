/** A part of this process's memory, in bytes. */
interface MemoryRange {
  readonly start: number;
  readonly length: number;
}

/** Mappings with less in memory are not worth a system call; in kilobytes. */
const LEAST = 64;

/** An entry of what is private and may not be written: `55d0c000-55d0e000 r-xp 00002000 fd:01 131 /usr/bin/node`, and its fields. */
const ENTRY = /^([0-9a-f]+)-([0-9a-f]+) r-[x-]p [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+ +(\/.*)\n((?:[A-Z].*\n?)*)/gm;
const FIELDS = { rss: /^Rss: +(\d+) kB$/m, anonymous: /^Anonymous: +(\d+) kB$/m, swap: /^Swap: +(\d+) kB$/m };
const FLAGS = /^VmFlags: (.*)$/m;

/**
 * The mappings of /proc/PID/smaps of which every page in memory is the file's own: programs, libraries and constants
 * that this process cannot write and has not written.
 *
 * A loader writes into some mappings and makes them read-only afterwards (RELRO): those have pages of their own, in
 * memory (`Anonymous`) or in swap, and the flag `ac`, which shows that they were writable once. An entry without all of
 * these fields counts as written. Pages of the file itself may be dirty: after an installation, or on tmpfs.
 */
export function unwrittenFileMappings(smaps: string): readonly MemoryRange[] {
  const ranges: MemoryRange[] = [];
  for (const [, from = "", to = "", path = "", fields = ""] of smaps.matchAll(ENTRY)) {
    const start = Number.parseInt(from, 16);
    const length = Number.parseInt(to, 16) - start;
    const isRange = length > 0 && Number.isSafeInteger(start + length);
    if (isRange && isReachable(path) && isUnwritten(fields)) ranges.push({ start, length });
  }
  return ranges;
}

/** No device, and no file that may be out of reach on a network file system. */
function isReachable(path: string): boolean {
  return !path.startsWith("/dev/") && !path.endsWith(" (deleted)");
}

function isUnwritten(fields: string): boolean {
  const flags = FLAGS.exec(fields)?.[1]?.trim().split(" ");
  return (
    kilobytes(fields, FIELDS.rss) >= LEAST &&
    kilobytes(fields, FIELDS.anonymous) === 0 &&
    kilobytes(fields, FIELDS.swap) === 0 &&
    flags?.includes("ac") === false
  );
}

/** NaN where the field is absent. */
function kilobytes(fields: string, field: RegExp): number {
  return Number(field.exec(fields)?.[1]);
}
