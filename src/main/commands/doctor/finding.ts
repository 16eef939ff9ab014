/** Something about the host or the set-up that keeps metrics from being shown, or will. */
export interface Finding {
  /** What it is about: a collector, a flag, a file. */
  readonly subject: string;
  readonly what: string;
  /** What was seen: a path and an error, the value of a setting. */
  readonly evidence: string;
  /** What is missing for it. */
  readonly consequence: string;
  /** What to do about it. */
  readonly remedy: string;
  /** True for what affects no enabled collector, or none yet. */
  readonly isNote?: true;
  /** Collectors whose failure it explains: they need no finding of their own. */
  readonly explains?: readonly string[];
}

const MAX_NAMES = 4;

/** Families that are missing, in words. */
export function familiesText(families: readonly string[]): string {
  const more = families.length > MAX_NAMES ? ` and ${families.length - MAX_NAMES} more families` : "";
  return `${families.slice(0, MAX_NAMES).join(", ")}${more}`;
}
