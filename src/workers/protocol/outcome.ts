/** How a collector's update may end; a section names its status by the place in this list. */
export const STATUSES = ["ok", "nodata", "failed"] as const;

export type Status = (typeof STATUSES)[number];

/** How one collector's update ended. */
export interface Outcome {
  readonly status: Status;
  /** Wall time in seconds. */
  readonly seconds: number;
  /** CPU time of the worker's thread in seconds; NaN where it was not measured. */
  readonly cpuSeconds: number;
  /** Why it is not `ok`, or why the first of the skipped records cannot be read. */
  readonly message: string;
  /** Records that could not be read and were left out. */
  readonly skipped: number;
}
