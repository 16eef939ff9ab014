import type { RateLimit, WebConfig } from "./web-config.ts";

/** The changed configuration as it is used while running: HTTP/2 and the rate limit are made once, at the start. */
export function untilRestart(running: WebConfig, changed: WebConfig): WebConfig {
  return { ...changed, http2: running.http2, rateLimit: running.rateLimit };
}

/** Keys of a changed configuration that are used from the next start on. */
export function needRestart(running: WebConfig, changed: WebConfig): readonly string[] {
  return [
    // Without TLS there is no HTTP/2.
    ...(running.tls !== undefined && running.http2 !== changed.http2 ? ["http2"] : []),
    ...(isSame(running.rateLimit, changed.rateLimit) ? [] : ["rate_limit"]),
  ];
}

function isSame(one: RateLimit | undefined, other: RateLimit | undefined): boolean {
  return one?.interval === other?.interval && one?.burst === other?.burst;
}
