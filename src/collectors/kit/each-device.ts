import type { Skip } from "../parsers/skip.ts";
import { hasErrno, PERHAPS_GONE } from "./errnos.ts";
import { isUnreadable } from "./errors.ts";

/**
 * Reads one device after the other. A device that was removed meanwhile (`exists` tells) is none; one that cannot be read
 * is reported to `skip`. Throws the first failure when no device can be read.
 */
export function eachDevice<T>(
  devices: readonly T[],
  exists: (device: T) => boolean,
  read: (device: T) => void,
  skip: Skip,
): void {
  attemptAll(
    devices,
    (device) => {
      try {
        read(device);
      } catch (error) {
        if (!hasErrno(error, PERHAPS_GONE) || exists(device)) throw error;
      }
    },
    skip,
  );
}

/**
 * Does all of something. With `skip`, what cannot be read is reported to it, and thrown only where nothing can be; any
 * other failure is thrown at the end.
 */
export function attemptAll<T>(items: Iterable<T>, attempt: (item: T) => void, skip?: Skip): void {
  let done = 0;
  let unreadable: { readonly error: unknown } | undefined;
  let failure: { readonly error: unknown } | undefined;
  for (const item of items) {
    try {
      attempt(item);
      done++;
    } catch (error) {
      if (skip !== undefined && isUnreadable(error)) {
        skip(error);
        unreadable ??= { error };
      } else failure ??= { error };
    }
  }
  if (done === 0) failure ??= unreadable;
  if (failure !== undefined) throw failure.error;
}
