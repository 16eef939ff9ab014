import type { Emit } from "./define.ts";
import type { Family } from "./family.ts";
import type { NamedNumbers } from "../parsers/procfs/named_numbers.ts";

type PlainFamily = Family<readonly []>;

/** Emits the numbers of a file under families that follow from their names, which are judged only when they change. */
export class NamedFamilies {
  private readonly familyOf: (name: string) => PlainFamily | undefined;
  private names: readonly string[] | undefined;
  private families: readonly (PlainFamily | undefined)[] = [];

  /** `familyOf` returns undefined for a number that is not shown. */
  constructor(familyOf: (name: string) => PlainFamily | undefined) {
    this.familyOf = familyOf;
  }

  emit(emit: Emit, { names, values }: NamedNumbers): void {
    if (names !== this.names) {
      this.families = names.map((name) => this.familyOf(name));
      this.names = names;
    }
    const { families } = this;
    for (let i = 0; i < families.length; i++) {
      const family = families[i];
      if (family !== undefined) emit(family, values[i] ?? 0);
    }
  }
}
