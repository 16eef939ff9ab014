import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { constants as system } from "node:os";
import { negativeErrno } from "../native/errno.ts";
import { encodeName } from "../../collectors/parsers/utf8.ts";
import { type Libc, libc } from "../native/libc.ts";

/**
 * The system calls of the reading layer. Failures are negative errno numbers instead of exceptions: collectors look for
 * a hundred files a scrape that most hosts do not have, and an exception costs ten times the call. Paths are text as
 * `decodeName` gives it.
 */
export interface FileCalls {
  /** Opens for reading; a descriptor or a negative errno. */
  open(path: string): number;
  /** Reads at a position; the number of bytes or a negative errno. */
  pread(fd: number, into: Buffer, position: number): number;
  close(fd: number): void;
  /** 0 if the path exists, following links; else a negative errno. */
  access(path: string): number;
  /** Fills `into`, following links: 0, or a negative errno, which leaves `into` unchanged. */
  stat(path: string, into: FileStat): number;
  /** Undefined where Node's calls are used, which know only whole paths. */
  readonly below: CallsBelow | undefined;
  /** Undefined where only Node can list. */
  readonly directories: DirectoryCalls | undefined;
}

/** The system calls for the contents of directories. */
export interface DirectoryCalls {
  /** A descriptor or a negative errno. */
  open(path: string): number;
  /** getdents64(2): bytes of records from the descriptor's position on, 0 at the end, or a negative errno. */
  read(fd: number, into: Buffer): number;
}

/**
 * Inode number, size, modification time (two numbers) and change time (two numbers). The times of all stats of a process
 * have the same epoch.
 */
type FileStat = Float64Array;

export const STAT_NUMBERS = 6;

/** Opens files of a directory without the path walk down to it, which is half of the cost of an open. */
export interface CallsBelow {
  /** A descriptor that serves only `open`, or a negative errno. */
  openDirectory(path: string): number;
  /** As `openDirectory` for a name in that directory. */
  openDirectoryIn(directory: number, name: string): number;
  /** Opens a name in that directory for reading; a descriptor or a negative errno. */
  open(directory: number, name: string): number;
}

const O_CLOEXEC = 0o2000000;
const O_PATH = 0o10000000;

/** statx(2) and struct statx (include/uapi/linux/stat.h): base of relative paths, and the requested fields. */
const AT_FDCWD = -100;
const STATX_MASK = 0x40 | 0x80 | 0x100 | 0x200;
const STATX_BYTES = 256;
const STATX_INODE_AT = 32;
const STATX_SIZE_AT = 40;
const STATX_CTIME_AT = 96;
const STATX_MTIME_AT = 112;

/** Through the C library where koffi can load it, a third faster than Node's own calls; else through node:fs. */
export function fileCalls(): FileCalls {
  try {
    return libcCalls(libc());
  } catch {
    // A platform without a binary of koffi.
    return nodeCalls;
  }
}

function libcCalls(c: Libc): FileCalls {
  const checked = (result: number): number => (result < 0 ? -c.errno() : result);
  return {
    open: (path) => checked(c.open(cPath(path), O_CLOEXEC)),
    pread: (fd, into, position) => checked(c.pread(fd, into, into.length, position)),
    close: (fd) => void c.close(fd),
    access: (path) => checked(c.access(cPath(path), 0)),
    stat: statCall(c, checked),
    below: {
      openDirectory: (path) => checked(c.open(cPath(path), O_PATH | constants.O_DIRECTORY | O_CLOEXEC)),
      openDirectoryIn: (directory, name) =>
        checked(c.openat(directory, cPath(name), O_PATH | constants.O_DIRECTORY | O_CLOEXEC)),
      open: (directory, name) => checked(c.openat(directory, cPath(name), O_CLOEXEC)),
    },
    directories: directoryCalls(c, checked),
  };
}

/** A path for a C function: bytes end with a zero as text does. */
function cPath(path: string): string | Uint8Array {
  const encoded = encodeName(path);
  return typeof encoded === "string" ? encoded : Buffer.concat([encoded, ZERO]);
}

const ZERO = Buffer.alloc(1);

function statCall(c: Libc, checked: (result: number) => number): FileCalls["stat"] {
  const { statx } = c;
  if (statx === undefined) return statByNode;
  const answer = Buffer.alloc(STATX_BYTES);
  return (path, into) => {
    const result = checked(statx(AT_FDCWD, cPath(path), 0, STATX_MASK, answer));
    if (result === 0) readStatx(answer, into);
    // Kernels before 4.11 lack the call, and some sandboxes refuse it.
    return result === 0 || result === -system.errno.ENOENT ? result : statByNode(path, into);
  };
}

function readStatx(answer: Buffer, into: FileStat): void {
  into[0] = uint64(answer, STATX_INODE_AT);
  into[1] = uint64(answer, STATX_SIZE_AT);
  into[2] = uint64(answer, STATX_MTIME_AT);
  into[3] = answer.readUInt32LE(STATX_MTIME_AT + 8);
  into[4] = uint64(answer, STATX_CTIME_AT);
  into[5] = answer.readUInt32LE(STATX_CTIME_AT + 8);
}

/** As the nearest float64. */
function uint64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}

function directoryCalls(c: Libc, checked: (result: number) => number): DirectoryCalls | undefined {
  const { getdents64 } = c;
  if (getdents64 === undefined) return undefined;
  return {
    open: (path) => checked(c.open(cPath(path), constants.O_DIRECTORY | O_CLOEXEC)),
    read: (fd, into) => checked(getdents64(fd, into, into.length)),
  };
}

/** The same through node:fs. */
export const nodeCalls: FileCalls = {
  open: (path) => errnoUnless(() => openSync(encodeName(path), "r")),
  pread: (fd, into, position) => errnoUnless(() => readSync(fd, into, 0, into.length, position)),
  close: (fd) => closeSync(fd),
  access: (path) =>
    errnoUnless(() => {
      accessSync(encodeName(path));
      return 0;
    }),
  stat: statByNode,
  below: undefined,
  directories: undefined,
};

function statByNode(path: string, into: FileStat): number {
  return errnoUnless(() => {
    const found = statSync(encodeName(path), { throwIfNoEntry: false });
    if (found === undefined) return -system.errno.ENOENT;
    into.set([found.ino, found.size, found.mtimeMs, 0, found.ctimeMs, 0]);
    return 0;
  });
}

function errnoUnless(call: () => number): number {
  try {
    return call();
  } catch (error) {
    return negativeErrno(error);
  }
}
