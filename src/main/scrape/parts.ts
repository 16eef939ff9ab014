import type { Section } from "../../workers/protocol/section.ts";
import type { CollectionResult } from "./collection-result.ts";
import { joinSections } from "./joined-section.ts";

/** `names`: by number; further parts have the name of their collector. Undefined where no collector is divided. */
export function partsOf(names: readonly string[]): Parts | undefined {
  const wholes = names.map((name) => names.indexOf(name));
  return wholes.some((whole, number) => whole !== number) ? new Parts(wholes) : undefined;
}

/**
 * Collectors whose work is divided: each further part has a number of its own, so that workers share the parts as they
 * share collectors. Only the scheduler and what belongs to it know of them.
 */
export class Parts {
  /** The collector that a number belongs to: its first part. */
  private readonly wholes: readonly number[];

  constructor(wholes: readonly number[]) {
    this.wholes = wholes;
  }

  /** These collectors and all their further parts. */
  of(collectors: readonly number[]): readonly number[] {
    const asked = new Set(collectors);
    const further = [...this.wholes.keys()].filter((number) => !asked.has(number) && asked.has(this.whole(number)));
    return [...collectors, ...further];
  }

  /** The result with whole collectors: one is unfinished as long as one of its parts is. */
  join(result: CollectionResult): CollectionResult {
    const unfinished = new Set(result.unfinished.map((number) => this.whole(number)));
    return {
      ...result,
      collectors: result.collectors.filter((number) => this.whole(number) === number),
      unfinished: [...unfinished],
      sections: this.joined(result.sections.filter(({ collector }) => !unfinished.has(this.whole(collector)))),
    };
  }

  private joined(sections: readonly Section[]): Section[] {
    const byWhole = Map.groupBy(sections, ({ collector }) => this.whole(collector));
    return [...byWhole].map(([whole, parts]) => joinSections(whole, parts));
  }

  private whole(number: number): number {
    return this.wholes[number] ?? number;
  }
}
