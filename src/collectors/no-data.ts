import { NoDataError } from "./errors.ts";

/** Runs `run`; an error that `means` accepts becomes a NoDataError: the host has not what the collector reads. */
export function noDataWhen<T>(means: (error: unknown) => boolean, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && means(error)) throw noDataOf(error);
    throw error;
  }
}

/** The reading layer gives the same error while a file stays absent, which is the case on most hosts for most collectors. */
const known = new WeakMap<Error, NoDataError>();

function noDataOf(error: Error): NoDataError {
  let noData = known.get(error);
  if (noData === undefined) known.set(error, (noData = new NoDataError(error.message, { cause: error })));
  return noData;
}
