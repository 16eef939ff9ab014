/** The parts of the executable: a bundle each, which a thread or process of its own runs. */
export type Role = "main" | "worker" | "bcrypt-thread" | "mount-probe";

/** What became of the compiled code that was stored with a bundle; `none`: there is none. */
export type CodeCache = "used" | "rejected" | "none";

/** The only argument of the mount probe's child. Alone, it is no command line that the program understands. */
export const MOUNT_PROBE_ARGUMENT = "--mount-probe-child-of-this-program";

/** By this name a bundle finds itself, for Piscina, which loads the module with the task by name. */
export const OWN_BUNDLE = "own-bundle";

/** Asset of a bundle's text, ASCII. */
export function bundleAsset(role: Role): string {
  return `${role}.js`;
}

/** Asset of what V8 compiled of a bundle. */
export function cacheAsset(key: string): string {
  return `${key}.cache`;
}

/**
 * Names compiled code by all that it depends on. V8 itself compares the length of the source, its version and its
 * flags; the digest of the source is what it leaves out.
 */
export function cacheKey(role: Role, sha256: string, options: readonly string[]): string {
  return [role, sha256, process.versions.v8, process.arch, ...options].join(" ");
}

/** Asset of the script that starts threads. */
export const BOOT_ASSET = "boot.js";

/** Asset of koffi's addon. */
export const ADDON_ASSET = "koffi.node";

/** Asset of the terms of all that is inside. */
export const LICENCES_ASSET = "LICENCES.txt";
