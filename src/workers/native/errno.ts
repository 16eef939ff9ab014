import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** The error of a failed system call in the shape of Node's own: errno name in `code`, errno (negative) and call. */
export interface SystemCallError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
}

/** Makes the error of a call that failed with `errno` (positive). */
export function systemCallError(errno: number, syscall: string): SystemCallError {
  const known = getSystemErrorMap().get(-errno);
  const code = known?.[0] ?? nameOf(errno);
  const text = known?.[1] ?? "system call failed";
  return Object.assign(new Error(`${code}: ${text}, ${syscall}`), { code, errno: -errno, syscall });
}

/** Names that libuv does not know; an errno that nobody knows becomes `E` and its number. */
function nameOf(errno: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === errno);
  return found?.[0] ?? `E${errno}`;
}
