import type { Entry, Tree } from "../kit/host.ts";
import { hasErrno, MISSING } from "../kit/errnos.ts";
import { readOrSkip } from "../kit/read-or-skip.ts";
import type { Skip } from "../parsers/skip.ts";
import { cleanName, deviceChipName, distinctChipLabels } from "../parsers/sysfs/hwmon.ts";

/** A chip with the label that its samples carry. */
interface Chip {
  readonly label: string;
  /** Cleaned `name` attribute; empty when there is none. */
  readonly name: string;
  /** Directory below the mount point of sysfs. */
  readonly path: string;
}

/** Where the chips are, below the mount point of sysfs. */
export const CHIPS = "class/hwmon";

const MAX_REMEMBERED = 10_000;
const UNREADABLE = new Set(["ENOENT", "ENODEV", "ENXIO", "EIO", "EACCES", "EPERM"]);

/** The chips of /sys/class/hwmon. Resolving links is slow, so what a link led to is remembered by its target. */
export class HwmonChips {
  private readonly sys: Tree;
  private readonly deviceNames = new Map<string, string>();

  constructor(sys: Tree) {
    this.sys = sys;
  }

  /** The chips among what is in the directory; one whose own directory cannot be searched is left out. */
  describe(entries: readonly Entry[], skip: Skip): readonly Chip[] {
    const chips = entries.flatMap(
      (entry) => readOrSkip(skip, () => (this.isChip(entry) ? this.describeOne(entry) : [])) ?? [],
    );
    const labels = distinctChipLabels(chips);
    return chips.map(({ name, entry }, i) => ({ label: labels[i] ?? "", name, path: `${CHIPS}/${entry}` }));
  }

  private isChip({ name, kind }: Entry): boolean {
    return kind === "directory" || (kind === "symlink" && this.sys.isDirectory(`${CHIPS}/${name}`));
  }

  private describeOne(entry: Entry) {
    const path = `${CHIPS}/${entry.name}`;
    const name = cleanName(this.sys.directory(path).attributeIf("name", UNREADABLE) ?? "");
    const label = this.deviceName(entry, path) || name || this.directoryName(path);
    return { label, name, entry: entry.name };
  }

  /** Empty for a chip without a device. */
  private deviceName(entry: Entry, path: string): string {
    if (entry.kind !== "symlink") return this.resolveDevice(path);
    const target = this.sys.readlink(path);
    let name = this.deviceNames.get(target);
    if (name !== undefined) return name;
    name = this.resolveDevice(path);
    if (this.deviceNames.size >= MAX_REMEMBERED) this.deviceNames.clear();
    // The link to the device comes a moment after the chip's directory: its absence is not remembered.
    if (name !== "") this.deviceNames.set(target, name);
    return name;
  }

  private resolveDevice(path: string): string {
    try {
      return deviceChipName(this.sys.realpath(`${path}/device`));
    } catch (error) {
      if (hasErrno(error, MISSING)) return "";
      throw error;
    }
  }

  private directoryName(path: string): string {
    return cleanName(this.sys.realpath(path).split("/").at(-1) ?? "");
  }
}
