import type { SkippedRecords } from "../../collectors/kit/skipped-records.ts";

/** Where the trees of a host report records that cannot be read: those of the update that runs. */
export interface SkipReport {
  current: SkippedRecords;
}
