import { statSync, type Stats } from "node:fs";
import { errnoNumber, errnoText } from "./errno-text.ts";
import { ConfigurationError, errnoOf, messageOf } from "./errors.ts";
import type { Tree } from "./host.ts";

type PathFlag = "path.procfs" | "path.sysfs";

/** Throws a ConfigurationError that names the flag unless the tree's mount point is a directory. */
export function requireDirectory(flag: PathFlag, { path }: Tree): void {
  if (path === "") throw new ConfigurationError(`--${flag}: must not be empty`);
  if (!statOf(flag, path).isDirectory()) throw new ConfigurationError(`--${flag}: ${path} is not a directory`);
}

function statOf(flag: PathFlag, path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") throw new ConfigurationError(`--${flag}: ${path} does not exist`);
    const errno = errnoNumber(error);
    const reason = errno === undefined ? messageOf(error) : errnoText(errno);
    throw new ConfigurationError(`--${flag}: cannot read ${path}: ${reason}`);
  }
}
