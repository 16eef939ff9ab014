/** Nothing to read on this host: success 0, logged at debug level only. */
export class NoDataError extends Error {
  override readonly name = "NoDataError";
}

/** A kernel file or message did not have the documented shape. */
export class ParseError extends Error {
  override readonly name = "ParseError";
}

/** Flags that exclude each other, or a value that a collector cannot work with; ends the start. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Name of the error of a failed system call or name lookup (`ENOENT`, `EAI_AGAIN`, …); undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E(AI_)?[A-Z0-9]+$/.test(code) ? code : undefined;
}

/** True for what costs one record: content that has not the documented shape, or a system call that failed. */
export function isUnreadable(error: unknown): error is Error {
  return error instanceof ParseError || errnoOf(error) !== undefined;
}

/** What went wrong, for a log line. Node.js has no message of its own when every address of a name has failed. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : `thrown value of type ${typeof error}`;
}
