import { openFilesLimit } from "../process-limits.ts";

/** Bounds of the transport. Times are in milliseconds. */
export interface WebLimits {
  /** Idle time of a kept connection: longer than the usual scrape interval, or every scrape needs a new connection. */
  readonly keepAlive: number;
  /** Time for request headers, and for the first byte of a connection. */
  readonly headers: number;
  /** Time for a request with its body. */
  readonly request: number;
  /** Time for a TLS handshake. */
  readonly handshake: number;
  /** Time without a new write after which the client of a response that it does not read is disconnected. */
  readonly write: number;
  /** Least time between two looks at which connections have reached one of these times, and at the web configuration. */
  readonly sweep: number;
  /** How long a changed configuration file has to stay the same before it is read: it may be half written. */
  readonly settle: number;
  /** Largest request headers in bytes; more is answered with 431. */
  readonly headBytes: number;
  /** Largest body of a request in bytes; bodies are thrown away. */
  readonly bodyBytes: number;
  /** Requests over HTTP/2 at the same time, on all connections; each takes about 10 KB before it is answered. */
  readonly streams: number;
  /** Connections at the same time; further ones are closed at once. */
  readonly connections: number;
}

/**
 * A client that is silent from the start is disconnected after at most `headers` + `sweep`, 11 seconds. On a kept connection
 * nothing wakes up for the first byte of a further request: its time begins at the next look, which a request of any client
 * brings about, and at the latest the idle time ends the connection.
 */
export function defaultLimits(): WebLimits {
  return {
    keepAlive: 120_000,
    headers: 10_000,
    request: 10_000,
    handshake: 10_000,
    write: 30_000,
    sweep: 1000,
    settle: 1000,
    headBytes: 16_384,
    bodyBytes: 65_536,
    streams: 1000,
    connections: connectionLimit(),
  };
}

const MAX_CONNECTIONS = 4096;

/** Half of the descriptors that a process with these limits may open (`/proc/PID/limits`) stay for reading the host. */
export function connectionLimit(limits?: string): number {
  return Math.max(1, Math.min(MAX_CONNECTIONS, Math.floor(openFilesLimit(limits) / 2)));
}
