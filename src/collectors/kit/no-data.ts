import { type Errnos, hasErrno } from "./errnos.ts";
import { messageOf, NoDataError } from "./errors.ts";

/** Most collectors have nothing to read on most hosts, scrape after scrape, and creating an error takes as long as a call. */
const known = new Map<string, NoDataError>();

/** What an update returns where a file or directory is missing or not for this process to see. */
export function absent(path: string): NoDataError {
  let error = known.get(path);
  if (error === undefined) known.set(path, (error = new NoDataError(`${path} does not exist or may not be read`)));
  return error;
}

/** What `run` returns, or NoDataError where it throws one of these errors: for reads that seldom fail. */
export function orNoData<T>(errnos: Errnos, run: () => T): T | NoDataError {
  try {
    return run();
  } catch (error) {
    if (hasErrno(error, errnos)) return new NoDataError(messageOf(error), { cause: error });
    throw error;
  }
}
