import { lstatSync, readdirSync, type Stats } from "node:fs";
import type { Entry } from "../../collectors/kit/host.ts";
import { negativeErrno } from "../native/errno.ts";
import { encodeName } from "../../collectors/parsers/utf8.ts";
import type { DirectoryCalls, FileCalls } from "./file-calls.ts";
import { type Dirents, type Listing, numbersAmong, parseDirents, parseNumbers, sortedListing } from "./listing.ts";

/** Room that a record of getdents64(2) with the longest name needs: 255 bytes of name, aligned. */
const LONGEST_DIRENT = 280;

/** Listings up to this size are remembered, so they are parsed only when they change; lists of processes always do. */
const REMEMBERED_BYTES = 64 * 1024;

/** Directories remembered; past that, all are forgotten. */
const MAX_REMEMBERED = 4096;

/** A directory that was asked for, with its last successful listing. */
interface Remembered {
  readonly path: string;
  bytes: Buffer;
  listing: Listing;
}

const NO_BYTES = Buffer.alloc(0);
const NOTHING: Listing = { entries: [], names: [] };

/** Lists directories, opening them every time: a kept descriptor would stay with a device that was renamed or replaced. */
export class DirectoryReader {
  private readonly calls: FileCalls;
  private readonly isKernels: boolean;
  private readonly resolve: (relative: string) => string;
  private readonly remembered = new Map<string, Remembered>();
  private buffer: Buffer = Buffer.allocUnsafeSlow(32 * 1024);

  /**
   * `isKernels`: the directories are the kernel's own, which fills the buffer as far as there are entries.
   * `resolve` returns the whole path of a directory.
   */
  constructor(calls: FileCalls, isKernels: boolean, resolve: (relative: string) => string) {
    this.calls = calls;
    this.isKernels = isKernels;
    this.resolve = resolve;
  }

  /** The entries of the directory, or a negative errno. */
  read(relative: string): Listing | number {
    const { directories } = this.calls;
    const last = this.remembered.get(relative) ?? this.remember(relative);
    if (directories === undefined) return listByNode(last.path, this.calls);
    const length = this.readRecords(directories, last.path);
    return length < 0 ? length : this.listing(last, this.buffer.subarray(0, length));
  }

  /** The entries whose names are whole numbers, in no order and not remembered, or a negative errno. */
  numbers(relative: string): readonly number[] | number {
    const { directories } = this.calls;
    const path = this.resolve(relative);
    if (directories === undefined) return numbersByNode(path, this.calls);
    const length = this.readRecords(directories, path);
    return length < 0 ? length : parseNumbers(this.buffer.subarray(0, length));
  }

  /** The number of bytes in `buffer`, or a negative errno. */
  private readRecords(calls: DirectoryCalls, path: string): number {
    const fd = calls.open(path);
    if (fd < 0) return fd;
    const length = this.fill(calls, fd);
    this.calls.close(fd);
    return length;
  }

  private fill(calls: DirectoryCalls, fd: number): number {
    let length = 0;
    for (;;) {
      const room = this.buffer.length - length;
      const count = calls.read(fd, length === 0 ? this.buffer : this.buffer.subarray(length));
      if (count <= 0) return count < 0 ? count : length;
      length += count;
      const left = room - count;
      if (left >= LONGEST_DIRENT && this.isKernels) return length;
      if (left < LONGEST_DIRENT) this.grow();
    }
  }

  private grow(): void {
    const larger = Buffer.allocUnsafeSlow(this.buffer.length * 2);
    this.buffer.copy(larger);
    this.buffer = larger;
  }

  private listing(last: Remembered, bytes: Buffer): Listing | number {
    if (last.bytes.equals(bytes)) return last.listing;
    const dirents = parseDirents(bytes);
    // A kind that has to be looked up is not in the bytes, which do not show when it changes.
    if (dirents.unknown.length > 0) return withKinds(last.path, dirents);
    const listing = sortedListing(dirents.entries);
    if (bytes.length <= REMEMBERED_BYTES) {
      last.bytes = Buffer.from(bytes);
      last.listing = listing;
    }
    return listing;
  }

  private remember(relative: string): Remembered {
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    const entry = { path: this.resolve(relative), bytes: NO_BYTES, listing: NOTHING };
    this.remembered.set(relative, entry);
    return entry;
  }
}

/** Through node:fs. Checks first, since a listing that fails costs ten times as much. */
function listByNode(path: string, calls: FileCalls): Listing | number {
  const errno = calls.access(path);
  if (errno < 0) return errno;
  try {
    return withKinds(path, { entries: [], unknown: readdirSync(path) });
  } catch (error) {
    return negativeErrno(error);
  }
}

/** As `listByNode`, without looking up kinds. */
function numbersByNode(path: string, calls: FileCalls): readonly number[] | number {
  const errno = calls.access(path);
  if (errno < 0) return errno;
  try {
    return numbersAmong(readdirSync(path));
  } catch (error) {
    return negativeErrno(error);
  }
}

/** Looks up the kinds that the file system did not report. An entry that has disappeared is left out. */
function withKinds(path: string, { entries, unknown }: Dirents): Listing | number {
  try {
    for (const name of unknown) {
      const stats = lstatSync(encodeName(`${path}/${name}`), { throwIfNoEntry: false });
      if (stats !== undefined) entries.push({ name, kind: kindOf(stats) });
    }
    return sortedListing(entries);
  } catch (error) {
    return negativeErrno(error);
  }
}

function kindOf(stats: Stats): Entry["kind"] {
  if (stats.isSymbolicLink()) return "symlink";
  if (stats.isDirectory()) return "directory";
  return stats.isFile() ? "file" : "other";
}
