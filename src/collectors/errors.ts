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

/** Errno name of a failed system call (`ENOENT`, …); undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

export function isNotExist(error: unknown): boolean {
  return errnoOf(error) === "ENOENT";
}

export function isPermission(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "EACCES" || code === "EPERM";
}

/** True when a device vanished between listing and reading it. */
export function isGone(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "ENOENT" || code === "ENODEV" || code === "ENXIO";
}
