import { execFileSync } from "node:child_process";
import { cpSync, statSync, utimesSync } from "node:fs";
import type { CollectorDefinition } from "../../src/collectors/kit/define.ts";
import { comparedCollectors } from "../compared-hosts/compare.ts";
import type { ComparedHost } from "../compared-hosts/compared-host.ts";
import { temporaryDirectory } from "./clean-up.ts";
import type { CollectOptions } from "./collect.ts";

/** A time after that of the last access, which is then kept by every kind of mount that keeps it at all. */
const LATER = 1_700_000_000;

/** A copy of a host's files, to be damaged. */
export interface HostCopy {
  readonly root: string;
  /** Every file in it. */
  readonly files: readonly string[];
}

/** Copies the tree at `root` to a temporary directory. */
export function copyHost(root: string): HostCopy {
  const copy = temporaryDirectory();
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  // Recursive listings of Node go round in the circles of links that a sysfs has.
  const list = execFileSync("find", [copy, "-type", "f", "-print0"], { encoding: "utf8", maxBuffer: 1 << 26 });
  return { root: copy, files: list.split("\0").filter((path) => path !== "") };
}

/** The options with which a collector reads a copy of a compared host. */
export function hostOptions(definition: CollectorDefinition, host: ComparedHost, root: string): CollectOptions {
  const flags = Object.entries(host.flags(root)).filter(([flag]) => flag in definition.flags);
  return {
    paths: { procfs: `${root}/proc`, sysfs: `${root}/sys`, rootfs: root, udevData: `${root}/${host.udevData}` },
    flags: Object.fromEntries(flags),
    enabled: comparedCollectors(host),
  };
}

/** The files whose time of access an action changes; all of them where that is not kept. */
export async function filesRead({ files }: HostCopy, action: () => Promise<unknown>): Promise<readonly string[]> {
  for (const path of files) utimesSync(path, 0, LATER);
  await action();
  return files.filter((path) => statSync(path).atimeMs > 0);
}
