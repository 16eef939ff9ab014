import { type Errnos, HIDDEN, NOT_SUPPORTED } from "../kit/errnos.ts";
import type { Directory, Tree } from "../kit/host.ts";
import { attributeNumber, type Interface, NUMBER_NAMES, type NumberName, type Numbers } from "./interface.ts";

/** An attribute that cannot be read for one of these reasons counts as absent. */
export const TOLERATED: Errnos = new Set([...HIDDEN, ...NOT_SUPPORTED, "EINVAL"]);

/** Attributes that a real sysfs refuses with EINVAL while the interface is down. */
const ONLY_WHEN_UP: ReadonlySet<NumberName> = new Set(["carrier", "dormant"]);
const IFF_UP = 1;

/**
 * Reads the attributes that are shown, and no others: several of the rest wait for the lock of all network settings.
 * `live` distinguishes a real sysfs from a captured one. Undefined when the interface is gone; throws the error of an interface
 * whose directory may not be read.
 */
export function readInterface(sys: Tree, device: string, live: boolean): Interface | undefined {
  const directory = sys.directory(`class/net/${device}`);
  const flags = number(directory, "flags");
  const running = !live || flags === undefined || (flags & IFF_UP) !== 0;
  const one = {
    device,
    address: text(directory, "address"),
    broadcast: text(directory, "broadcast"),
    duplex: running ? text(directory, "duplex") : undefined,
    operstate: text(directory, "operstate"),
    ifalias: text(directory, "ifalias"),
    speed: running ? number(directory, "speed") : undefined,
    numbers: readNumbers(directory, flags, running),
  };
  // Every interface of a real sysfs has these: one that lacks them went away in between.
  if (one.operstate !== undefined && one.numbers.mtu !== undefined && one.numbers.type !== undefined) return one;
  sys.list(`class/net/${device}`);
  return live ? undefined : one;
}

function readNumbers(directory: Directory, flags: number | undefined, running: boolean): Numbers {
  const numbers = {} as Numbers;
  for (const name of NUMBER_NAMES) {
    if (name === "flags") numbers.flags = flags;
    else numbers[name] = running || !ONLY_WHEN_UP.has(name) ? number(directory, name) : undefined;
  }
  return numbers;
}

export function number(directory: Directory, name: string): number | undefined {
  return directory.parsedIf(name, attributeNumber, TOLERATED);
}

export function text(directory: Directory, name: string): string | undefined {
  return directory.attributeIf(name, TOLERATED);
}
