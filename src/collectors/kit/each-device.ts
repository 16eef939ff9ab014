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
  const { done, unreadable } = attemptEach(items, attempt, skip);
  if (done === 0 && unreadable !== undefined) throw unreadable;
}

/** As `attemptAll`, but what cannot be read is never thrown: whether others make up for it is left to the caller. */
export function attemptEach<T>(items: Iterable<T>, attempt: (item: T) => void, skip?: Skip): Attempts {
  let done = 0;
  let unreadable: Error | undefined;
  let failure: { readonly error: unknown } | undefined;
  for (const item of items) {
    try {
      attempt(item);
      done++;
    } catch (error) {
      if (skip !== undefined && isUnreadable(error)) {
        skip(error);
        unreadable ??= error;
      } else failure ??= { error };
    }
  }
  if (failure !== undefined) throw failure.error;
  return { done, unreadable };
}

/** How many could be read, and why the first of the others could not. */
interface Attempts {
  readonly done: number;
  readonly unreadable: Error | undefined;
}
