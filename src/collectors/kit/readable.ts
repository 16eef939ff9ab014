import type { Skip } from "../parsers/skip.ts";
import { type Errnos, hasErrno } from "./errnos.ts";
import { isUnreadable } from "./errors.ts";

/** Errors of a device that was removed: it is no record any more. */
const REMOVED: Errnos = new Set(["ENODEV", "ENXIO"]);

/** What `read` returns; undefined, with a report, where it cannot be read. The error of a removed device is thrown. */
export function readable<T>(skip: Skip, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnreadable(error) || hasErrno(error, REMOVED)) throw error;
    skip(error);
    return undefined;
  }
}
