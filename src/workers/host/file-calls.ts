import { accessSync, closeSync, constants, openSync, readSync } from "node:fs";
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

const O_CLOEXEC = 0o2000000;

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
    directories: directoryCalls(c, checked),
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
  directories: undefined,
};

function errnoUnless(call: () => number): number {
  try {
    return call();
  } catch (error) {
    return error instanceof Error && "errno" in error && typeof error.errno === "number"
      ? error.errno
      : -system.errno.EIO;
  }
}
