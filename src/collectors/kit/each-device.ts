import { errnoOf } from "./errors.ts";

/** Errors of a read that began before its device was removed. */
const REMOVED = new Set(["ENOENT", "ENODEV", "ENXIO", "EIO"]);

/**
 * Reads one device after the other. A device that was removed meanwhile (`exists` tells) is left out;
 * any other failure costs the device's own samples, and the first one is thrown when all devices are done.
 */
export function eachDevice<T>(devices: readonly T[], exists: (device: T) => boolean, read: (device: T) => void): void {
  attemptAll(devices, (device) => {
    try {
      read(device);
    } catch (error) {
      if (!REMOVED.has(errnoOf(error) ?? "") || exists(device)) throw error;
    }
  });
}

/** Does all of something and throws the first failure at the end. */
export function attemptAll<T>(items: Iterable<T>, attempt: (item: T) => void): void {
  let failure: { readonly error: unknown } | undefined;
  for (const item of items) {
    try {
      attempt(item);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure !== undefined) throw failure.error;
}
