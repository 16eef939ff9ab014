import { constants } from "node:os";
import { errnoOf } from "./errors.ts";

/** Names of errors of system calls that mean the same to a collector. */
export type Errnos = ReadonlySet<string>;

export const MISSING: Errnos = new Set(["ENOENT"]);

export const FORBIDDEN: Errnos = new Set(["EACCES", "EPERM"]);

/** Missing, or not for this process to see. */
export const HIDDEN: Errnos = new Set([...MISSING, ...FORBIDDEN]);

/** The driver or the kernel does not know what it is asked for. Node.js knows this number by its second name only. */
export const NOT_SUPPORTED: Errnos = new Set(["EOPNOTSUPP", "ENOTSUP"]);

/** The device behind a file was removed. */
export const NO_DEVICE: Errnos = new Set(["ENODEV", "ENXIO"]);

/** A device that vanished between listing and reading it. */
export const GONE: Errnos = new Set([...MISSING, ...NO_DEVICE]);

/** A device that may have vanished while it was read, or does not work. */
export const PERHAPS_GONE: Errnos = new Set([...GONE, "EIO"]);

/** A sandbox or the kernel does not let this process use netlink or a system call at all. */
export const REFUSED: Errnos = new Set([...FORBIDDEN, "EAFNOSUPPORT", "EPROTONOSUPPORT", "ENOSYS"]);

/** Whatever a system call can fail with: something else is asked then. */
export const ANY: Errnos = new Set(Object.keys(constants.errno));

/** Whether a system call failed with one of these. */
export function hasErrno(error: unknown, errnos: Errnos): boolean {
  return errnos.has(errnoOf(error) ?? "");
}
