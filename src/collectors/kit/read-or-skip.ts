import type { Skip } from "../parsers/skip.ts";
import { hasErrno, NO_DEVICE } from "./errnos.ts";
import { isUnreadable } from "./errors.ts";

/** What `read` returns; undefined, with a report, where it cannot be read. The error of a removed device is thrown. */
export function readOrSkip<T>(skip: Skip, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnreadable(error) || hasErrno(error, NO_DEVICE)) throw error;
    skip(error);
    return undefined;
  }
}
