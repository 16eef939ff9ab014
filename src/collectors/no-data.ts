import { NoDataError } from "./errors.ts";

/** Runs `run`; an error that `means` accepts becomes a NoDataError: the host has not what the collector reads. */
export function noDataWhen<T>(means: (error: unknown) => boolean, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && means(error)) throw new NoDataError(error.message, { cause: error });
    throw error;
  }
}
