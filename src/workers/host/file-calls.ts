import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { constants as system } from "node:os";
import { type Libc, libc } from "../native/libc.ts";

/**
 * The system calls of the reading layer. Failures are negative errno numbers instead of exceptions: collectors look for
 * a hundred files a scrape that most hosts do not have, and an exception costs ten times the call.
 */
export interface FileCalls {
  /** Opens for reading; a descriptor or a negative errno. */
  open(path: string): number;
  /** Reads at a position; the number of bytes or a negative errno. */
  pread(fd: number, into: Buffer, position: number): number;
  close(fd: number): void;
  /** 0 when something exists there, links followed; else a negative errno. */
  access(path: string): number;
  /** Number of the inode there, links followed; a negative errno where there is nothing. */
  inode(path: string): number;
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

/** Opens what lies in a directory without the walk down to it, which is half of the cost of an open. */
export interface CallsBelow {
  /** A descriptor that is only good for `open`, or a negative errno. */
  openDirectory(path: string): number;
  /** Opens a name in that directory for reading; a descriptor or a negative errno. */
  open(directory: number, name: string): number;
}

const O_CLOEXEC = 0o2000000;
const O_PATH = 0o10000000;

/** Of statx(2): relative to the working directory, only the inode is asked for, where its 64 bits stand. */
const AT_FDCWD = -100;
const STATX_INO = 0x100;
const STATX_BYTES = 256;
const INODE_AT = 32;

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
    open: (path) => checked(c.open(path, O_CLOEXEC)),
    pread: (fd, into, position) => checked(c.pread(fd, into, into.length, position)),
    close: (fd) => void c.close(fd),
    access: (path) => checked(c.access(path, 0)),
    inode: inodeCall(c, checked),
    below: {
      openDirectory: (path) => checked(c.open(path, O_PATH | constants.O_DIRECTORY | O_CLOEXEC)),
      open: (directory, name) => checked(c.openat(directory, name, O_CLOEXEC)),
    },
    directories: directoryCalls(c, checked),
  };
}

function inodeCall(c: Libc, checked: (result: number) => number): (path: string) => number {
  const { statx } = c;
  if (statx === undefined) return inodeByNode;
  const answer = Buffer.alloc(STATX_BYTES);
  return (path) => {
    const result = checked(statx(AT_FDCWD, path, 0, STATX_INO, answer));
    if (result === 0) return answer.readUInt32LE(INODE_AT) + answer.readUInt32LE(INODE_AT + 4) * 2 ** 32;
    // Kernels before 4.11 lack the call, and some sandboxes refuse it.
    return result === -system.errno.ENOENT ? result : inodeByNode(path);
  };
}

function directoryCalls(c: Libc, checked: (result: number) => number): DirectoryCalls | undefined {
  const { getdents64 } = c;
  if (getdents64 === undefined) return undefined;
  return {
    open: (path) => checked(c.open(path, constants.O_DIRECTORY | O_CLOEXEC)),
    read: (fd, into) => checked(getdents64(fd, into, into.length)),
  };
}

/** The same through node:fs. */
export const nodeCalls: FileCalls = {
  open: (path) => errnoUnless(() => openSync(path, "r")),
  pread: (fd, into, position) => errnoUnless(() => readSync(fd, into, 0, into.length, position)),
  close: (fd) => closeSync(fd),
  access: (path) =>
    errnoUnless(() => {
      accessSync(path);
      return 0;
    }),
  inode: inodeByNode,
  below: undefined,
  directories: undefined,
};

function inodeByNode(path: string): number {
  return errnoUnless(() => statSync(path, { throwIfNoEntry: false })?.ino ?? -system.errno.ENOENT);
}

function errnoUnless(call: () => number): number {
  try {
    return call();
  } catch (error) {
    return error instanceof Error && "errno" in error && typeof error.errno === "number"
      ? error.errno
      : -system.errno.EIO;
  }
}
