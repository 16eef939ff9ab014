/** Takes the place of src/programs.ts in the executable: its parts are assets. */
import { getAsset } from "node:sea";
import { laterFlagsAreSet } from "../../../src/main/life/later-flags.ts";
import manifest from "../../../package.json" with { type: "json" };
import { BOOT_ASSET, MOUNT_PROBE_ARGUMENT, OWN_BUNDLE, type Role } from "./roles.ts";

/** Put here by the build. */
declare const REVISION: string;

/** The program of a thread. */
export function threadProgram(role: Role): string {
  return `${getAsset(BOOT_ASSET, "utf8")}\nexports.run(${JSON.stringify(role)}, ${laterFlagsAreSet()});`;
}

export const WORKER = OWN_BUNDLE;

export const BCRYPT_THREAD = {
  get program() {
    return threadProgram("bcrypt-thread");
  },
  eval: true,
};

/** By this path the kernel starts the file that this process runs, even when it was replaced or removed meanwhile. */
export function mountProbeCommand(): readonly [string, ...string[]] {
  return ["/proc/self/exe", MOUNT_PROBE_ARGUMENT];
}

export const commit = REVISION;

export function readManifest(): unknown {
  return { version: manifest.version };
}

export function versionLines(): string {
  return `  code cache:       ${codeCache} (main), ${codeCacheOf("worker")} (worker)\n`;
}
