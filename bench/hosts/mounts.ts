import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "./tree.ts";

const PSEUDO = ["proc", "sysfs", "cgroup2", "devpts", "mqueue", "debugfs", "tracefs", "bpf"];

/** This many local file systems, at existing directories so that statfs(2) answers, and some pseudo file systems. */
export function writeMounts(tree: Tree, count: number, root: string): void {
  const mounts: string[] = [];
  const mountinfo: string[] = [];
  const add = (device: string, point: string, type: string): void => {
    const id = mountinfo.length + 30;
    mounts.push(`${device} ${point} ${type} rw,relatime 0 0\n`);
    mountinfo.push(`${id} 1 253:${id} / ${point} rw,relatime shared:${id} - ${type} ${device} rw\n`);
  };
  add("/dev/vda1", "/", "ext4");
  for (const type of PSEUDO) add(type, `/sys/${type}`, type);
  for (let i = 0; i < count; i++) {
    const point = join(root, "mounts", `volume-${i}`);
    mkdirSync(point, { recursive: true });
    add(`/dev/mapper/data-volume--${i}`, point, i % 2 === 0 ? "ext4" : "xfs");
  }
  for (const process of ["1", "self"]) {
    tree.file(`proc/${process}/mounts`, mounts.join(""));
    tree.file(`proc/${process}/mountinfo`, mountinfo.join(""));
  }
  tree.symlink("proc/mounts", "self/mounts");
}
