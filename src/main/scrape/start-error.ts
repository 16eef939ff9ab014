import type { Prepared } from "../../workers/protocol/tasks.ts";

/** A start that could not be completed: the message is for the user. */
export class StartError extends Error {
  override readonly name = "StartError";
  /** All collectors that could not be made; the message names the first. */
  readonly failures: Prepared["failures"];

  constructor(message: string, failures: Prepared["failures"] = []) {
    super(message);
    this.failures = failures;
  }
}
