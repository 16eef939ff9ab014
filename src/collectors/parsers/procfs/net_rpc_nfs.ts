import { allOrNone, type Skip } from "../skip.ts";
import { parseRpcLines, type RpcNumbers } from "./rpc_stats.ts";

/** /proc/net/rpc/nfs: what the NFS client of this network namespace did, by the first word of the line. */
export interface NfsClientStats {
  /** Packets in all, by UDP, by TCP; connections. */
  readonly net: RpcNumbers;
  /** Calls, retransmissions, refreshed credentials. */
  readonly rpc: RpcNumbers;
  /** Requests by procedure number; shorter where the kernel knows fewer procedures. */
  readonly proc2: RpcNumbers;
  readonly proc3: RpcNumbers;
  readonly proc4: RpcNumbers;
}

const SHAPES = {
  net: { fewest: 4 },
  rpc: { fewest: 3 },
  proc2: { fewest: 18, counted: true },
  proc3: { fewest: 22, counted: true },
  // Grows with the protocol's minor versions and new operations.
  proc4: { fewest: 0, counted: true },
} as const;

/** Parses rpc_proc_show (net/sunrpc/stats.c). */
export function parseNfsClientStats(bytes: Buffer, path: string, skip: Skip = allOrNone): NfsClientStats {
  return parseRpcLines(bytes, path, SHAPES, skip);
}
