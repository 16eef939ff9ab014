/** A start that could not be completed: the message is for the user. */
export class StartError extends Error {
  override readonly name = "StartError";
}
