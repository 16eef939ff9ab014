import { statSync } from "node:fs";
import { ConfigurationError } from "./errors.ts";
import type { Tree } from "./host.ts";

/** Throws a ConfigurationError that names the flag unless the tree's mount point is a directory. */
export function requireDirectory(flag: "path.procfs" | "path.sysfs", tree: Tree): void {
  if (tree.path === "") throw new ConfigurationError(`--${flag}: must not be empty`);
  const found = statSync(tree.path, { throwIfNoEntry: false });
  if (found === undefined) throw new ConfigurationError(`--${flag}: ${tree.path} does not exist`);
  if (!found.isDirectory()) throw new ConfigurationError(`--${flag}: ${tree.path} is not a directory`);
}
