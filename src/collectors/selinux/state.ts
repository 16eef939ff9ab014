import { readFileSync } from "node:fs";
import { ANY, hasErrno, HIDDEN } from "../kit/errnos.ts";
import { hasOption, parseMountinfo, type Mount } from "../parsers/procfs/mountinfo.ts";
import { parseInt64 } from "../parsers/numbers.ts";
import type { Skip } from "../parsers/skip.ts";
import { parseSelinuxConfig, type SelinuxMode } from "./config.ts";

const USUAL_MOUNT = "/sys/fs/selinux";

/**
 * Mount point of selinuxfs when SELinux is switched on below `root` (empty for this host): mounted for writing,
 * and this process has a label of its own. Undefined otherwise. Throws where the mounts cannot be read at this moment.
 */
export function findSelinux(root: string, skip: Skip): string | undefined {
  const mountinfo = readBytes(`${root}/proc/self/mountinfo`, HIDDEN);
  if (mountinfo === undefined || currentLabel(root) === "kernel") return undefined;
  const mounts = parseMountinfo(mountinfo, "mountinfo", skip).filter(isUsable);
  const mount = mounts.find(({ mountPoint }) => mountPoint === USUAL_MOUNT) ?? mounts[0];
  return mount === undefined ? undefined : root + mount.mountPoint;
}

/** Mode at boot. */
export function configuredMode(root: string): SelinuxMode {
  return parseSelinuxConfig(readBytes(`${root}/etc/selinux/config`)?.toString() ?? "");
}

/** Content of `enforce`; -1 when it cannot be read. */
export function currentMode(mount: string): number {
  return parseInt64(readBytes(`${mount}/enforce`)?.toString().trim() ?? "") ?? -1;
}

function isUsable({ fsType, options, superOptions }: Mount): boolean {
  return fsType === "selinuxfs" && !hasOption(options, "ro") && !hasOption(superOptions, "ro");
}

/** A process that no policy has labelled yet is `kernel`. */
function currentLabel(root: string): string {
  const label = readBytes(`${root}/proc/thread-self/attr/current`) ?? readBytes(`${root}/proc/self/attr/current`);
  return label?.toString().replace(/[\0\n]+$/, "") ?? "";
}

function readBytes(path: string, tolerated = ANY): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (!hasErrno(error, tolerated)) throw error;
    return undefined;
  }
}
