/** Scrapes as fast as the responses arrive. */
export interface ClosedLoad {
  readonly kind: "closed";
  readonly url: string;
  readonly connections: number;
  readonly gzip: boolean;
  /** Number of scrapes. */
  readonly amount: number;
  /** Path and query of every connection; default: those of the URL. */
  readonly paths?: readonly string[];
  /** A symbolic link that moves to the next of these targets after every response, so that no scrape finds the same files. */
  readonly flip?: { readonly link: string; readonly targets: readonly string[] };
}

/** Scrapes at a fixed interval, as Prometheus servers do. */
export interface PacedLoad {
  readonly kind: "paced";
  readonly url: string;
  readonly clients: number;
  readonly gzip: boolean;
  /** Seconds between two scrapes of a client. */
  readonly interval: number;
  readonly seconds: number;
  /** All clients at the same moment, or each at a moment of its own. */
  readonly together: boolean;
}

/** A single scrape, for its response. */
export interface Once {
  readonly kind: "once";
  readonly url: string;
}

export type Load = ClosedLoad | PacedLoad;

/** What the clients saw. Times are in milliseconds. */
export interface Seen {
  readonly answers: number;
  /** Responses with a status other than 200, and connections that failed. */
  readonly errors: number;
  readonly seconds: number;
  /** Bytes of a response, including headers. */
  readonly bytes: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}
