import { statfsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { errnoOf } from "../kit/errors.ts";
import type { Tree } from "../kit/host.ts";
import type { Link } from "../parsers/netlink/link.ts";

const SYSFS_MAGIC = 0x6265_6572;

/** So many interfaces with the same name, index and address in sysfs and netlink prove that they are the same. */
const PROOF = 8;

const MAX_ATTEMPTS = 16;

/**
 * Tells whether netlink and the mounted sysfs show the same network namespace. A mount of sysfs shows the interfaces
 * of the namespace it was made in, netlink those of this process: in a container with the host's /sys they differ.
 * Names, indices and addresses of a few virtual interfaces may be alike in two namespaces. Hardware is in one only.
 * A mount never changes its namespace, so the proof holds as long as the device number of the mount.
 */
export class SameNamespace {
  private readonly sys: Tree;
  private readonly live: boolean;
  private provenDevice = -1;
  private refutedDevice = -1;
  private attempts = 0;

  constructor(sys: Tree) {
    this.sys = sys;
    this.live = isSysfs(sys.path);
  }

  /** False for a captured copy of sysfs. */
  get isLive(): boolean {
    return this.live;
  }

  /** True when the dump may stand for sysfs. */
  isProven(): boolean {
    return this.provenDevice >= 0 && this.provenDevice === this.device();
  }

  /** True when the proof has not been tried too often. */
  canProve(): boolean {
    if (!this.live || this.attempts >= MAX_ATTEMPTS) return false;
    return this.refutedDevice !== this.device();
  }

  /** Compares a dump with sysfs; interfaces that came or went in between do not count. */
  prove(names: readonly string[], links: readonly Link[]): void {
    this.attempts++;
    const byName = new Map(links.map((link) => [link.name, link]));
    let same = 0;
    for (const name of names) {
      const link = byName.get(name);
      if (link === undefined || !hasIdentity(link)) continue;
      const index = this.read(name, "ifindex");
      if (index === undefined) continue;
      if (index !== String(link.index)) return this.refute();
      if (this.read(name, "address") !== link.address) continue;
      same += this.isHardware(link) ? PROOF : 1;
      if (same >= PROOF) {
        this.provenDevice = this.device();
        return;
      }
    }
  }

  /** Both name the same device that the interface belongs to. */
  private isHardware({ name, parentDevice }: Link): boolean {
    if (parentDevice === undefined) return false;
    try {
      return basename(this.sys.readlink(`class/net/${name}/device`)) === parentDevice;
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      return false;
    }
  }

  /** Once in a while only, so without keeping a descriptor. */
  private read(name: string, attribute: string): string | undefined {
    try {
      return this.sys.read(`class/net/${name}/${attribute}`).toString().trim();
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      return undefined;
    }
  }

  /** Not for ever: a rename in between looks the same. */
  private refute(): void {
    if (this.attempts >= 2) this.refutedDevice = this.device();
  }

  private device(): number {
    try {
      return statSync(this.sys.resolve("class/net")).dev;
    } catch {
      // Listing the interfaces shows what is wrong.
      return -1;
    }
  }
}

/** A hardware address that is not all zero, as every namespace's loopback has. */
function hasIdentity({ address }: Link): boolean {
  return /[1-9a-f]/.test(address);
}

function isSysfs(path: string): boolean {
  try {
    return statfsSync(path).type === SYSFS_MAGIC;
  } catch {
    // A mount point that is missing is reported elsewhere.
    return false;
  }
}
