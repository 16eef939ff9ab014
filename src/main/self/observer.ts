import type { Fault } from "../../collectors/kit/define.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";

/** Events that are only counted. */
export type CountedEvent =
  | "collection started"
  | "connection accepted"
  /** Closed at once: too many connections, or not of an allowed network. */
  | "connection rejected"
  | "encoding failed"
  /** Something was left out of the exposition. */
  | "gathering failed"
  | "handshake refused"
  | "log line dropped"
  | "request over the rate limit"
  | "request unauthorized"
  /** The client did not take it in time. */
  | "response stalled"
  /** A scrape joined a collection that had not started. */
  | "scrape coalesced"
  | "web configuration failed"
  | "worker replaced";

/** Numbers that go up and down: times are in seconds since the Unix epoch, what is or is not is 1 or 0. */
export type Level =
  | "certificate expiry"
  | "config reload success time"
  | "config reload successful"
  | "connections"
  | "scrapes in flight"
  | "web configuration current";

/** Where a scrape's time goes. */
export type Phase = "queue" | "collect" | "merge" | "compress";

/** A worker as far as its own numbers go: see `Gauge` of the workers' protocol. */
export interface ObservedWorker {
  readonly gauges: Float64Array;
}

/** A scrape as its client asked for it. */
export interface ScrapeOrigin {
  /** Of the client; empty where it has none, as on a unix socket. */
  readonly address: string;
  /** Seconds that the client announced; NaN where it announced none. */
  readonly timeout: number;
  readonly format: string;
  readonly gzip: boolean;
}

/** The web configuration in force, without anything confidential. */
export interface WebSummary {
  /** Empty: none. */
  readonly file: string;
  readonly tls: boolean;
  readonly http2: boolean;
  /** How client certificates are asked for. */
  readonly clientCertificates: string;
  /** How many users there are. */
  readonly users: number;
  /** One request more each `interval` seconds, `burst` at once. */
  readonly rateLimit: { readonly interval: number; readonly burst: number } | undefined;
  /** Names of the headers that are set on every response. */
  readonly headers: readonly string[];
}

/**
 * What server, routes, scrape and exposition report as it happens. `self/` makes the exporter's own metrics of it, and
 * `status/` the status page; the others need not know what is kept. No method throws.
 */
export interface Observer {
  /** Whether anybody wants to know the CPU time of collectors: measuring it takes a system call for each. */
  readonly wantsCpu: boolean;
  count(event: CountedEvent): void;
  set(level: Level, value: number): void;
  /** A scrape's response was closed; `code`: the status as it was sent. */
  answered(code: number): void;
  /** `seconds`: how long a phase of a scrape took. */
  took(phase: Phase, seconds: number): void;
  /** A collection was handed over: to those whose deadline came first, and perhaps to others later. */
  collected(result: CollectionResult): void;
  /** The workers that exist from now on. */
  workersChanged(workers: readonly ObservedWorker[]): void;
  /** A scrape was admitted. */
  admitted(origin: ScrapeOrigin): void;
  /** All that a collector cannot read at present, in place of what it reported before. */
  faulty(collector: string, faults: readonly Fault[]): void;
  /** This web configuration is in force from now on. */
  webConfigured(summary: WebSummary): void;
}
