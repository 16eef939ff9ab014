import { parseRpcLines, type LineShape } from "./rpc_stats.ts";

/** /proc/net/rpc/nfsd: what the NFS server of this network namespace did. */
export interface NfsServerStats {
  readonly replyCacheHits: number;
  readonly replyCacheMisses: number;
  readonly replyCacheNoCache: number;
  readonly staleFileHandles: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly threads: number;
  /** Blocks; Linux 5.4 and later have no such cache and print zeros. */
  readonly readAheadCacheSize: number;
  readonly readAheadNotFound: number;
  readonly udpPackets: number;
  readonly tcpPackets: number;
  readonly connections: number;
  readonly rpcs: number;
  readonly badFormat: number;
  readonly badAuth: number;
  readonly badClient: number;
  /** Requests by procedure number. */
  readonly v2: readonly number[];
  readonly v3: readonly number[];
  /** NFSv4 operations by operation number (RFC 7530 and later). */
  readonly v4Operations: readonly number[];
  /** Write delegations called back because another client asked for attributes; a late addition. */
  readonly writeDelegationGetattr: number | undefined;
}

const SHAPES: ReadonlyMap<string, LineShape> = new Map<string, LineShape>([
  ["rc", { fewest: 3, most: 3 }],
  ["fh", { fewest: 5, most: 5 }],
  ["io", { fewest: 2, most: 2 }],
  // Ten fractions follow, which are zero since Linux 2.6.30.
  ["th", { fewest: 2, most: 2, open: true }],
  ["ra", { fewest: 12, most: 12 }],
  ["net", { fewest: 4, most: 4 }],
  ["rpc", { fewest: 5, most: 5 }],
  ["proc2", { fewest: 18, most: Infinity, counted: true }],
  ["proc3", { fewest: 22, most: Infinity, counted: true }],
  ["proc4", { fewest: 2, most: 2, counted: true }],
  ["proc4ops", { fewest: 39, most: Infinity, counted: true }],
  ["wdeleg_getattr", { fewest: 1, most: 1 }],
]);

/** Parses nfsd_show (fs/nfsd/stats.c); missing lines are zeros. */
export function parseNfsServerStats(bytes: Buffer, path: string): NfsServerStats {
  const lines = parseRpcLines(bytes, path, SHAPES);
  const numbers = (key: string): readonly number[] => lines.get(key) ?? [];
  const [replyCacheHits = 0, replyCacheMisses = 0, replyCacheNoCache = 0] = numbers("rc");
  const [readBytes = 0, writtenBytes = 0] = numbers("io");
  const readAhead = numbers("ra");
  const [, udpPackets = 0, tcpPackets = 0, connections = 0] = numbers("net");
  const [rpcs = 0, , badFormat = 0, badAuth = 0, badClient = 0] = numbers("rpc");
  return {
    replyCacheHits,
    replyCacheMisses,
    replyCacheNoCache,
    staleFileHandles: numbers("fh")[0] ?? 0,
    readBytes,
    writtenBytes,
    threads: numbers("th")[0] ?? 0,
    readAheadCacheSize: readAhead[0] ?? 0,
    readAheadNotFound: readAhead[11] ?? 0,
    udpPackets,
    tcpPackets,
    connections,
    rpcs,
    badFormat,
    badAuth,
    badClient,
    v2: numbers("proc2"),
    v3: numbers("proc3"),
    v4Operations: numbers("proc4ops"),
    writeDelegationGetattr: numbers("wdeleg_getattr")[0],
  };
}
