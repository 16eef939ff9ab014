/** A hwmon attribute's name taken apart: `temp1_crit` is type `temp`, number 1, property `crit`. */
export interface SensorFile {
  readonly type: SensorType;
  /** Type and number, such as `temp1`; number 0 where the name has none. */
  readonly sensor: string;
  /** Undefined for a name without one (`pwm1`). */
  readonly property: string | undefined;
}

const TYPES = [
  "vrm",
  "beep_enable",
  "update_interval",
  "in",
  "cpu",
  "fan",
  "pwm",
  "temp",
  "curr",
  "power",
  "energy",
  "humidity",
  "intrusion",
  "freq",
] as const;

export type SensorType = (typeof TYPES)[number];

const isType = new Set<string>(TYPES);

/** Takes a file name apart by Documentation/hwmon/sysfs-interface; undefined for a file that is no sensor's. */
export function parseSensorFile(name: string): SensorFile | undefined {
  const [, type = "", id = "0", property] = /^([^0-9]+)([0-9]+)?(?:_(.+))?$/.exec(name) ?? [];
  if (!isType.has(type)) return undefined;
  return { type: type as SensorType, sensor: `${type}${Number(id)}`, property };
}

/** Lower case, every character or byte that a name in a label should not have replaced by `_`, none of them at the ends. */
export function cleanName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9:_]/gu, "_")
    .replace(/^_+|_+$/g, "");
}

/** Label of the chip at a resolved device path: the device's name after the name of what it sits on. */
export function deviceChipName(path: string): string {
  const [parent = "", name = ""] = path.split("/").slice(-2).map(cleanName);
  return parent === "" || name === "" ? name : `${parent}_${name}`;
}

interface ChipNames {
  /** Label by device path, `name` attribute or directory, in this order. */
  readonly label: string;
  /** Cleaned `name` attribute; empty when there is none. */
  readonly name: string;
  /** `hwmon3` */
  readonly entry: string;
}

/** Chips of one device share its label: each of those gets its own name behind it, or its entry's where that is not enough. */
export function distinctChipLabels(chips: readonly ChipNames[]): string[] {
  const labels = count(chips.map(({ label }) => label));
  const pairs = count(chips.map(pairOf));
  return chips.map((chip) => {
    if (labels.get(chip.label) === 1) return chip.label;
    const usable = chip.name !== "" && pairs.get(pairOf(chip)) === 1;
    return `${chip.label}_${usable ? chip.name : cleanName(chip.entry)}`;
  });
}

function pairOf({ label, name }: ChipNames): string {
  return `${label}\n${name}`;
}

function count(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
