/** Where an error comes from, for a log line about something that should not happen. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
