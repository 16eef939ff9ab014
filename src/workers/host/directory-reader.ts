import { type Dirent, readdirSync } from "node:fs";
import { constants } from "node:os";
import type { Entry } from "../../collectors/host.ts";
import type { DirectoryCalls, FileCalls } from "./file-calls.ts";
import { type Listing, parseDirents, sortedListing } from "./listing.ts";

/** Room that a record of getdents64(2) with the longest name needs: 255 bytes of name, aligned. */
const LONGEST_DIRENT = 280;

/** Listings up to this size are remembered, so that they are parsed only when they change; processes always do. */
const REMEMBERED_BYTES = 64 * 1024;

/** Directories remembered; past that it starts over. */
const MAX_REMEMBERED = 4096;

interface Remembered {
  readonly bytes: Buffer;
  readonly listing: Listing;
}

/** Lists directories, opening them each time: a kept descriptor would stay with a device that was renamed or replaced. */
export class DirectoryReader {
  private readonly calls: FileCalls;
  private readonly isKernels: boolean;
  private readonly remembered = new Map<string, Remembered>();
  private buffer: Buffer = Buffer.allocUnsafeSlow(32 * 1024);

  /** `isKernels`: the directories are the kernel's own, which fills the buffer as far as there is something. */
  constructor(calls: FileCalls, isKernels: boolean) {
    this.calls = calls;
    this.isKernels = isKernels;
  }

  /** What is in the directory, or a negative errno. */
  read(path: string): Listing | number {
    const { directories } = this.calls;
    if (directories === undefined) return listByNode(path, this.calls);
    const fd = directories.open(path);
    if (fd < 0) return fd;
    const length = this.fill(directories, fd);
    this.calls.close(fd);
    return length < 0 ? length : this.listing(path, this.buffer.subarray(0, length));
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

  private listing(path: string, bytes: Buffer): Listing | number {
    const last = this.remembered.get(path);
    if (last !== undefined && last.bytes.equals(bytes)) return last.listing;
    const listing = parseDirents(bytes);
    if (listing === undefined) return listByNode(path, this.calls);
    if (bytes.length <= REMEMBERED_BYTES) this.remember(path, { bytes: Buffer.from(bytes), listing });
    return listing;
  }

  private remember(path: string, entry: Remembered): void {
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(path, entry);
  }
}

/** Through node:fs; a check first, since a listing that fails costs ten times as much. */
function listByNode(path: string, calls: FileCalls): Listing | number {
  const errno = calls.access(path);
  if (errno < 0) return errno;
  try {
    return sortedListing(readdirSync(path, { withFileTypes: true }).map(toEntry));
  } catch (error) {
    return error instanceof Error && "errno" in error && typeof error.errno === "number"
      ? error.errno
      : -constants.errno.EIO;
  }
}

function toEntry(entry: Dirent): Entry {
  return { name: entry.name, kind: kindOf(entry) };
}

function kindOf(entry: Dirent): Entry["kind"] {
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isDirectory()) return "directory";
  return entry.isFile() ? "file" : "other";
}
