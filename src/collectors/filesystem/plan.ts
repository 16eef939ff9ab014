import { compareBytewise } from "../text-format/order.ts";
import type { NameTest } from "../kit/filter.ts";
import { hasOption, type Mount } from "../parsers/procfs/mountinfo.ts";
import { isLocalType } from "./local-types.ts";

/** A mount that is shown. */
export interface ShownMount {
  /** Where to call statfs. */
  readonly path: string | Buffer;
  readonly device: string;
  readonly mountPoint: string;
  readonly fsType: string;
  readonly major: string;
  readonly minor: string;
  /** 1 when nothing can be written, else 0. */
  readonly readOnly: number;
}

/** The mounts that are shown, by whether statfs of them may hang; each list in the order of the exposition. */
export interface MountPlan {
  readonly local: readonly ShownMount[];
  readonly risky: readonly ShownMount[];
}

interface PlanOptions {
  /** --path.rootfs: where the root of the host is seen. */
  readonly rootfs: string;
  readonly ignoresMountPoint: NameTest;
  readonly ignoresType: NameTest;
}

/** Picks the mounts to show; made again only when the mounts have changed. */
export function planMounts(mounts: readonly Mount[], options: PlanOptions): MountPlan {
  const root = options.rootfs.replace(/\/+$/, "");
  const covered = coveredMounts(mounts);
  const riskyPoints = new Set(mounts.filter(({ fsType }) => !isLocalType(fsType)).map(({ mountPoint }) => mountPoint));
  const seen = new Set<string>();
  const local: ShownMount[] = [];
  const risky: ShownMount[] = [];
  for (const mount of mounts) {
    const mountPoint = stripRoot(mount.mountPoint, root);
    if (options.ignoresMountPoint(mountPoint) || options.ignoresType(mount.fsType) || covered.has(mount.id)) continue;
    const key = `${mount.source}\0${mountPoint}\0${mount.fsType}`;
    if (seen.has(key)) continue;
    seen.add(key);
    (isBelow(mount.mountPoint, riskyPoints) ? risky : local).push(show(mount, mountPoint, root));
  }
  return { local: local.sort(compareMounts), risky: risky.sort(compareMounts) };
}

/** Mounts under another one at the very same place: nothing leads to them, statfs answers for the one on top. */
function coveredMounts(mounts: readonly Mount[]): ReadonlySet<number> {
  const byId = new Map(mounts.map((mount) => [mount.id, mount]));
  const covered = new Set<number>();
  for (const { id, parent, mountPoint } of mounts)
    if (id !== parent && byId.get(parent)?.mountPoint === mountPoint) covered.add(parent);
  return covered;
}

/** The way to a mount leads through each mount above it. */
function isBelow(mountPoint: string, points: ReadonlySet<string>): boolean {
  if (points.size === 0) return false;
  for (let path = mountPoint; path !== ""; path = path.slice(0, path.lastIndexOf("/")))
    if (points.has(path)) return true;
  return points.has("/");
}

function show(mount: Mount, mountPoint: string, root: string): ShownMount {
  const isReadOnly =
    hasOption(mount.options, "ro") ||
    hasOption(mount.superOptions, "ro") ||
    hasOption(mount.superOptions, "emergency_ro");
  return {
    path: statfsPath(mount, mountPoint, root),
    device: mount.source,
    mountPoint,
    fsType: mount.fsType,
    major: String(mount.major),
    minor: String(mount.minor),
    readOnly: isReadOnly ? 1 : 0,
  };
}

function statfsPath({ mountPointBytes }: Mount, mountPoint: string, root: string): string | Buffer {
  if (mountPointBytes === undefined) return root + mountPoint;
  const prefix = Buffer.from(root);
  const isBelowRoot =
    mountPointBytes.subarray(0, prefix.length).equals(prefix) && mountPointBytes[prefix.length] === 47;
  return isBelowRoot ? mountPointBytes : Buffer.concat([prefix, mountPointBytes]);
}

/** The path as the host sees it, where the mounts are seen from a container that has the host's root at `root`. */
function stripRoot(path: string, root: string): string {
  if (root === "" || !path.startsWith(root)) return path;
  if (path.length === root.length) return "/";
  return path[root.length] === "/" ? path.slice(root.length) : path;
}

function compareMounts(a: ShownMount, b: ShownMount): number {
  return (
    compareBytewise(a.device, b.device) ||
    compareBytewise(a.fsType, b.fsType) ||
    compareBytewise(a.mountPoint, b.mountPoint)
  );
}
