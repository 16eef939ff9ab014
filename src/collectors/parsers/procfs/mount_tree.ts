import type { Mount } from "./mountinfo.ts";

/**
 * Whether the path of a mount point leads to this mount. Another mount on top of it, or on one of the directories
 * above it, hides it: opening the path would reach that one, which may be a dead network file system.
 */
export function isReachable(mount: Mount, mounts: readonly Mount[]): boolean {
  const byId = new Map(mounts.map((each) => [each.id, each]));
  const onTheWay = new Set<number>();
  let at: Mount | undefined = mount;
  while (at !== undefined && !onTheWay.has(at.id)) {
    const current: Mount = at;
    onTheWay.add(current.id);
    if (mounts.some((other) => hides(other, current, onTheWay))) return false;
    at = byId.get(current.parent);
  }
  return true;
}

/** True for a mount on the root of `mount`, and for a sibling on a directory on the way to its mount point. */
function hides(other: Mount, mount: Mount, onTheWay: ReadonlySet<number>): boolean {
  if (onTheWay.has(other.id)) return false;
  if (other.parent === mount.id) return other.mountPoint === mount.mountPoint;
  return other.parent === mount.parent && mount.mountPoint.startsWith(`${other.mountPoint}/`);
}
