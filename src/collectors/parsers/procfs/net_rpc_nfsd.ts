import { allOrNone, type Skip } from "../skip.ts";
import { parseRpcLines, type RpcNumbers } from "./rpc_stats.ts";

/** /proc/net/rpc/nfsd: what the NFS server of this network namespace did, by the first word of the line. */
export interface NfsServerStats {
  /** Reply cache: hits, misses, requests that are not cached. */
  readonly rc: RpcNumbers;
  /** Stale file handles; four zeros follow. */
  readonly fh: RpcNumbers;
  /** Bytes read and written. */
  readonly io: RpcNumbers;
  /** Threads; fractions follow, which are zero since Linux 2.6.30. */
  readonly th: RpcNumbers;
  /** Read-ahead cache: blocks, ten counts of hits by depth, misses; Linux 5.4 and later have none and print zeros. */
  readonly ra: RpcNumbers;
  /** Packets in all, by UDP, by TCP; connections. */
  readonly net: RpcNumbers;
  /** Calls, bad calls in all, of bad format, bad authentication, bad client. */
  readonly rpc: RpcNumbers;
  /** Requests by procedure number. */
  readonly proc2: RpcNumbers;
  readonly proc3: RpcNumbers;
  /** NFSv4 operations by operation number (RFC 7530 and later). */
  readonly proc4ops: RpcNumbers;
  /** Write delegations called back because another client asked for attributes; a late addition. */
  readonly wdeleg_getattr: RpcNumbers;
}

const SHAPES = {
  rc: { fewest: 3 },
  fh: { fewest: 5 },
  io: { fewest: 2 },
  th: { fewest: 2 },
  ra: { fewest: 12 },
  net: { fewest: 4 },
  rpc: { fewest: 5 },
  proc2: { fewest: 18, counted: true },
  proc3: { fewest: 22, counted: true },
  proc4ops: { fewest: 39, counted: true },
  wdeleg_getattr: { fewest: 1 },
} as const;

/** Parses nfsd_show (fs/nfsd/stats.c). */
export function parseNfsServerStats(bytes: Buffer, path: string, skip: Skip = allOrNone): NfsServerStats {
  return parseRpcLines(bytes, path, SHAPES, skip);
}
