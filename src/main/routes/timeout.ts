/** Longest time that a scrape is given, in seconds; a header that asks for more gets this. */
const MAX_SECONDS = 120;

/** Least time that a scrape is given, in seconds, whatever the margin. */
const MIN_SECONDS = 0.05;

/**
 * Seconds that a scrape may take: what Prometheus allows (X-Prometheus-Scrape-Timeout-Seconds) less the margin,
 * or the default less the margin where the header is absent or makes no sense.
 */
export function scrapeSeconds(header: string | string[] | undefined, defaultSeconds: number, margin: number): number {
  const asked = typeof header === "string" ? Number(header) : Number.NaN;
  const allowed = asked > 0 && header !== "" ? Math.min(asked, MAX_SECONDS) : defaultSeconds;
  // A margin that leaves nothing would make every scrape empty: half of the time then.
  return Math.max(MIN_SECONDS, allowed - margin > 0 ? allowed - margin : allowed / 2);
}
