/** A zone's kind (`package`, `core`, `dram`) and its number among those of its kind. */
interface Zone {
  readonly zone: string;
  readonly index: string;
}

/** Takes the `name` attributes of power zones apart: `package-1` is package 1, the n-th `core` is core n. */
export function zoneNames(names: readonly string[]): readonly Zone[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const [, zone, index] = /^([^-]*)-(\d+)$/.exec(name) ?? [];
    if (zone !== undefined && index !== undefined) return { zone, index: String(Number(index)) };
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { zone: name, index: String(count) };
  });
}
