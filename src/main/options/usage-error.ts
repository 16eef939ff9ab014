/** A command line that cannot be followed; the message names the flag. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
