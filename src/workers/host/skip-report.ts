import type { SkippedRecords } from "../../collectors/kit/skipped-records.ts";
import type { Holdings } from "./holdings.ts";

/** What belongs to the collector that runs or is being made. */
export interface SkipReport {
  /** Where the trees of a host report records that cannot be read. */
  current: SkippedRecords;
  /** Where they note what it keeps open. */
  holdings?: Holdings;
}
