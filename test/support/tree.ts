import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HostPaths } from "../../src/workers/protocol/options.ts";
import { temporaryDirectory } from "./clean-up.ts";

/** Content of a file, or the target of a symbolic link. */
export type TreeEntry = string | Uint8Array | { readonly link: string };

/**
 * Writes files into a temporary folder that is removed after the test, and returns the paths of a host in it.
 * Keys are paths such as `proc/stat`, `sys/class/net/eth0/mtu` or `etc/os-release`; a key that ends in `/` is an empty folder.
 */
export function hostTree(files: Readonly<Record<string, TreeEntry>>): HostPaths {
  const root = temporaryDirectory();
  for (const folder of ["proc", "sys"]) mkdirSync(join(root, folder));
  for (const [path, content] of Object.entries(files)) writeEntry(join(root, path), content);
  return { procfs: join(root, "proc"), sysfs: join(root, "sys"), rootfs: root, udevData: join(root, "run/udev/data") };
}

/** Writes or replaces one entry of such a tree. */
export function writeEntry(path: string, content: TreeEntry): void {
  if (path.endsWith("/")) {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(path, content);
  else symlinkSync(content.link, path);
}
