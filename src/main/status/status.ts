/** The answer of `/-/status`. Durations are in seconds, times in ISO 8601, shares from 0 to 1. */
export interface Status {
  readonly host: string;
  readonly version: string;
  readonly nodeVersion: string;
  readonly time: string;
  readonly startTime: string;
  readonly uptimeSeconds: number;
  /** Absent before the first. */
  readonly lastCollection?: string;
  readonly metricsPath: string;
  /** Those with a fault first. */
  readonly collectors: readonly CollectorStatus[];
  readonly scrapes: ScrapesStatus;
  /** In the order in which a scrape passes them. */
  readonly phases: readonly PhaseStatus[];
  readonly process: ProcessStatus;
  readonly workers: readonly WorkerStatus[];
  readonly web: WebStatus;
  /** The last reload of the config files; absent without --config.file. */
  readonly reload?: ReloadStatus;
  /** For clients that are authenticated, or for all with --web.status-details. */
  readonly details?: StatusDetails;
}

export type CollectorStatusState = "ok" | "partial" | "no data" | "failed" | "timed out" | "waiting";

/** One enabled collector. */
export interface CollectorStatus {
  readonly name: string;
  readonly state: CollectorStatusState;
  readonly since: string;
  /** What kind of fault it has; absent where it has none. */
  readonly errorClass?: string;
  /** The message of the fault; absent without details. */
  readonly error?: string;
  readonly lastSeconds: number;
  readonly meanSeconds: number;
  /** Time of all updates. Like the last and the mean one it includes waiting. */
  readonly totalSeconds: number;
  readonly updates: number;
  /** CPU time; absent until it was measured. */
  readonly cpu?: CollectorCpu;
  readonly samples: number;
  readonly bytes: number;
  readonly recordsSkipped: number;
  /** Series over --scrape.max-series. */
  readonly seriesDropped: number;
  /** Mounts, files and the like that it cannot read at present, while the collector itself may be well. */
  readonly faults: number;
}

/** CPU time of the updates in which it was measured: while somebody looked, or all with --web.exporter-metrics=full. */
export interface CollectorCpu {
  readonly meanSeconds: number;
  readonly totalSeconds: number;
  readonly updates: number;
  /** Of the CPU time of all collectors. */
  readonly share: number;
}

/** Scrapes since the start. */
export interface ScrapesStatus {
  readonly answered: number;
  /** With 503: too many at a time. */
  readonly refused: number;
  /** With another status. */
  readonly failed: number;
  readonly inFlight: number;
  readonly collections: number;
  readonly coalesced: number;
  /** Time of the last collection, as a fraction of the time until the deadline of its first scrape. */
  readonly timeUsed: number;
}

/** A phase of scrapes; `share`: of the time of all phases. */
export interface PhaseStatus {
  readonly phase: string;
  readonly lastSeconds: number;
  readonly meanSeconds: number;
  readonly share: number;
}

/** The process. Loads are those of the last `loadSeconds`. */
export interface ProcessStatus {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly cpuSeconds: number;
  readonly cpuLoad: number;
  readonly eventLoopLoad: number;
  readonly loadSeconds: number;
  readonly workerRestarts: number;
  readonly logLinesDropped: number;
}

/** A worker thread. */
export interface WorkerStatus {
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly externalBytes: number;
  readonly keptDescriptors: number;
  readonly busySeconds: number;
}

/** Connections and requests since the start. */
export interface WebStatus {
  readonly connections: number;
  readonly connectionsAccepted: number;
  readonly connectionsRejected: number;
  readonly handshakesRefused: number;
  readonly requestsUnauthorized: number;
  readonly requestsRateLimited: number;
  readonly responsesStalled: number;
  /** Whether the web configuration in force is the one on disk. */
  readonly configurationCurrent: boolean;
}

/** How the last reload of the config files went. */
export interface ReloadStatus {
  readonly successful: boolean;
  readonly lastSuccess: string;
}

/** What not everybody may see. */
export interface StatusDetails {
  readonly faults: readonly FaultStatus[];
  readonly scrapers: readonly ScraperStatus[];
  readonly flags: readonly FlagStatus[];
  readonly webConfiguration: WebConfigurationStatus;
}

/** A mount that does not answer, or a textfile that is not shown in full. */
export interface FaultStatus {
  readonly collector: string;
  readonly subject: string;
  readonly problem: string;
  readonly since: string;
}

/** Clients of one address that ask for the same. */
export interface ScraperStatus {
  readonly address: string;
  /** Absent after one scrape. */
  readonly intervalSeconds?: number;
  /** Absent where the client announces none. */
  readonly timeoutSeconds?: number;
  readonly format: string;
  readonly gzip: boolean;
  readonly scrapes: number;
  readonly lastSeen: string;
}

/** What a flag is set to, and by what. */
export interface FlagStatus {
  readonly name: string;
  readonly value: string | number | boolean | readonly string[];
  readonly origin: string;
  /** File, line and column of a value from a config file. */
  readonly position?: string;
}

/** The web configuration in force. */
export interface WebConfigurationStatus {
  readonly file: string;
  readonly tls: boolean;
  readonly http2: boolean;
  readonly clientCertificates: string;
  readonly users: number;
  readonly rateLimit?: { readonly interval: number; readonly burst: number };
  readonly headers: readonly string[];
  /** When the first certificate of the server's chain expires; absent without TLS. */
  readonly certificateExpiry?: string;
}
