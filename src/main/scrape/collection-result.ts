import type { Section } from "../../workers/protocol/section.ts";

/** What a collection gave, or has given so far. Sections are valid only during the call that hands them over. */
export interface CollectionResult {
  /** Numbers of the collectors that were asked for. */
  readonly collectors: readonly number[];
  readonly sections: readonly Section[];
  /** Collectors that have not ended. */
  readonly unfinished: readonly number[];
  /** True the first time that this collection is handed over. */
  readonly first: boolean;
  /** Seconds from the first request to the start of the collection, and from there to this result. */
  readonly waited: number;
  readonly collected: number;
}
