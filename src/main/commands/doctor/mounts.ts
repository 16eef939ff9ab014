import { readFileSync } from "node:fs";

/** A line of /proc/self/mountinfo, see proc_pid_mountinfo(5). */
export interface MountLine {
  /** Of no other mount of any namespace. */
  readonly id: string;
  readonly mountPoint: string;
  readonly type: string;
  /** Of the file system, comma separated. */
  readonly superOptions: readonly string[];
  /** Whether mounts that are made on the host later appear below it. */
  readonly isPropagated: boolean;
}

/** All mounts of this process, the topmost of a place last; none where /proc hides them. */
export function readMounts(path = "/proc/self/mountinfo"): readonly MountLine[] {
  try {
    return readFileSync(path, "utf8").split("\n").flatMap(parseMount);
  } catch {
    // A host without /proc has other problems, which other checks find.
    return [];
  }
}

/** The topmost mount of exactly this place. */
export function mountAt(mounts: readonly MountLine[], place: string): MountLine | undefined {
  const path = place.length > 1 ? place.replace(/\/+$/, "") : place;
  return mounts.findLast(({ mountPoint }) => mountPoint === path);
}

function parseMount(line: string): readonly MountLine[] {
  const [own = "", fileSystem = ""] = line.split(" - ");
  const [id = "", , , , mountPoint = "", , ...optional] = own.split(" ");
  const [type = "", , superOptions = ""] = fileSystem.split(" ");
  if (mountPoint === "" || type === "") return [];
  const isPropagated = optional.some((field) => /^(shared|master):/.test(field));
  return [{ id, mountPoint: unescape(mountPoint), type, superOptions: superOptions.split(","), isPropagated }];
}

/** The kernel writes blanks and the like in octal digits. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 8)));
}
