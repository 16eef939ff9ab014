import type { Scrape } from "../kit/define.ts";
import { isUnreadable } from "../kit/errors.ts";
import type { Tree } from "../kit/host.ts";
import { type SharedFile, sharedFile } from "./shared-file.ts";

export const CPU_ROOT = "devices/system/cpu";

/** Numbers of the directories `cpuN` as text, sorted bytewise; empty where sysfs has none. */
export function cpuDirectories(sys: Tree): readonly string[] {
  if (!sys.isDirectory(CPU_ROOT)) return [];
  return sys
    .list(CPU_ROOT)
    .filter(isCpu)
    .map((name) => name.slice("cpu".length));
}

function isCpu(name: string): boolean {
  const digit = name.charCodeAt("cpu".length) - 48;
  return name.startsWith("cpu") && digit >= 0 && digit <= 9;
}

const MASKS = ["present", "online"].map((name) =>
  sharedFile(`${CPU_ROOT}/${name}`, () => (bytes) => bytes.toString("latin1")),
);

/** Whether something has changed since the last call, which is made on every scrape. */
type Watch = (scrape: Scrape) => boolean;

/** Tells whether the set of CPUs changed since the last call, or in the scrape before. */
export function cpuSetWatch(sys: Tree): Watch {
  return againInNext(cpuMaskWatch(sys));
}

/**
 * Also true in the scrape after one with a change: the kernel shows a CPU in the masks, and a directory, a moment before
 * all of its files are there.
 */
export function againInNext(hasChanged: Watch): Watch {
  let changedIn: Scrape | undefined;
  return (scrape) => {
    if (hasChanged(scrape)) {
      changedIn = scrape;
      return true;
    }
    const isNext = changedIn !== undefined && changedIn !== scrape;
    if (isNext) changedIn = undefined;
    return isNext;
  };
}

/**
 * Tells whether the masks of present and online CPUs changed since the last call. They take two cheap reads, where listing
 * 512 directories on every scrape takes longer than all that is read below them.
 */
export function cpuMaskWatch(sys: Tree): Watch {
  const masks = MASKS.map((mask) => mask(sys));
  const last: (string | undefined)[] = [];
  return (scrape) => {
    let changed = false;
    for (let i = 0; i < masks.length; i++) {
      const now = readMask(masks[i], scrape);
      if (now === undefined || now !== last[i]) changed = true;
      last[i] = now;
    }
    return changed;
  };
}

/** Without masks that can be read, as in a captured copy of sysfs, the directories are listed on every scrape. */
function readMask(mask: SharedFile<string> | undefined, scrape: Scrape): string | undefined {
  try {
    return mask?.readIf(scrape);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return undefined;
  }
}
