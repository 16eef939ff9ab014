import type { Section } from "../../workers/protocol/section.ts";

/**
 * What a collection has collected by now. Sections are valid only during the call that hands them over, since the
 * worker's next run uses their memory again: this is the one place that relies on it.
 */
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
  /** How much of the time until its first deadline has passed: 1 at the deadline. */
  readonly timeUsed: number;
}

/** Who is given what was collected. */
export interface Recipient<W> {
  deliver(waiters: readonly W[], result: CollectionResult): void;
  /** Called instead when something threw on the way to these waiters: counts it and logs it. */
  fail(waiters: readonly W[], error: unknown): void;
}

/** A request that somebody waits for. */
export interface ScrapeRequest {
  /** The client has gone: nothing is waited for on its behalf. */
  cancel(): void;
}
