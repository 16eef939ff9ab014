import { collectorFacts, ownFamilies } from "../../collectors/generated/families.ts";

/** The owner of the exporter's own families. */
export const EXPORTER = "";

/** Which collectors show which families, from what they declare. */
export class FamilyOwners {
  private readonly owners = new Map<string, readonly string[]>(ownFamilies.map((name) => [name, [EXPORTER]]));
  private readonly patterns: (readonly [string, string])[] = [];

  constructor() {
    for (const [collector, { families }] of Object.entries(collectorFacts)) {
      for (const name of families) {
        this.owners.set(name, [...this.of(name), collector]);
        if (name.includes("*")) this.patterns.push([name, collector]);
      }
    }
  }

  /** Collectors that declare this name. */
  of(name: string): readonly string[] {
    return this.owners.get(name) ?? [];
  }

  /** The declared pattern that a name fits, of which the kernel has a part, and its collector. */
  byPattern(name: string): { readonly pattern: string; readonly collector: string } | undefined {
    const [pattern, collector] = this.patterns.find(([each]) => matches(each, name)) ?? [];
    return pattern === undefined || collector === undefined ? undefined : { pattern, collector };
  }
}

/** Whether a name is this pattern with text in the place of its `*`. */
export function matches(pattern: string, name: string): boolean {
  const [start = "", end = ""] = pattern.split("*");
  return name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end);
}
