/** Lets the event loop read what came while it stood still: once round to poll, once more for what that set off. */
export async function loopTurns(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => void setImmediate(resolve));
}
