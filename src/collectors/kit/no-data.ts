import { NoDataError } from "./errors.ts";

/** The reading layer returns the same error while a file stays absent, which is the case on most hosts for most collectors. */
const known = new WeakMap<Error, NoDataError>();

/** What an update returns for an error that `means` accepts: the host has not what it reads. Throws any other error. */
export function noDataIf(means: (error: unknown) => boolean, error: Error): NoDataError {
  if (!means(error)) throw error;
  let noData = known.get(error);
  if (noData === undefined) known.set(error, (noData = new NoDataError(error.message, { cause: error })));
  return noData;
}

/** What `run` returns, or NoDataError for an error it throws that `means` accepts: for reads that seldom fail. */
export function orNoData<T>(means: (error: unknown) => boolean, run: () => T): T | NoDataError {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error) return noDataIf(means, error);
    throw error;
  }
}
