import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";
import { errnoNumber } from "../../collectors/kit/errno-text.ts";

/** The error of a failed system call in the shape of Node's own: errno name in `code`, errno (negative) and call. */
export interface SystemCallError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
}

interface Known {
  readonly code: string;
  readonly text: string;
}

/** Node.js builds the whole table for every lookup. */
const known = new Map<number, Known>();

/** Creates the error of a call that failed with `errno` (positive). */
export function systemCallError(errno: number, syscall: string): SystemCallError {
  const { code, text } = lookUp(errno);
  return new FailedCall(`${code}: ${text}, ${syscall}`, code, -errno, syscall);
}

/** Name of an errno (positive), such as `ENOENT`. */
export function errnoName(errno: number): string {
  return lookUp(errno).code;
}

/** The negative error number of a failed call of node:fs; EIO for an error without a number. */
export function negativeErrno(error: unknown): number {
  return -(errnoNumber(error) ?? constants.errno.EIO);
}

class FailedCall extends Error implements SystemCallError {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;

  constructor(message: string, code: string, errno: number, syscall: string) {
    super(message);
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
  }
}

function lookUp(errno: number): Known {
  let entry = known.get(errno);
  if (entry === undefined) {
    const [code = nameOf(errno), text = "system call failed"] = getSystemErrorMap().get(-errno) ?? [];
    known.set(errno, (entry = { code, text }));
  }
  return entry;
}

/** Names that libuv does not know; an unknown errno becomes `E` and its number. */
function nameOf(errno: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === errno);
  return found?.[0] ?? `E${errno}`;
}
