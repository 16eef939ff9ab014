import { parseRpcLines, type LineShape } from "./rpc_stats.ts";

/** /proc/net/rpc/nfs: what the NFS client of this network namespace did. */
export interface NfsClientStats {
  readonly udpPackets: number;
  readonly tcpPackets: number;
  readonly connections: number;
  readonly rpcs: number;
  readonly retransmissions: number;
  readonly authRefreshes: number;
  /** Requests by procedure number; shorter where the kernel knows fewer procedures. */
  readonly v2: readonly number[];
  readonly v3: readonly number[];
  readonly v4: readonly number[];
}

const SHAPES: ReadonlyMap<string, LineShape> = new Map<string, LineShape>([
  ["net", { fewest: 4, most: 4 }],
  ["rpc", { fewest: 3, most: 3 }],
  ["proc2", { fewest: 18, most: Infinity, counted: true }],
  ["proc3", { fewest: 22, most: Infinity, counted: true }],
  // Grows with the protocol's minor versions and new operations.
  ["proc4", { fewest: 0, most: Infinity, counted: true }],
]);

/** Parses rpc_proc_show (net/sunrpc/stats.c); missing lines are zeros. */
export function parseNfsClientStats(bytes: Buffer, path: string): NfsClientStats {
  const lines = parseRpcLines(bytes, path, SHAPES);
  const [, udpPackets = 0, tcpPackets = 0, connections = 0] = lines.get("net") ?? [];
  const [rpcs = 0, retransmissions = 0, authRefreshes = 0] = lines.get("rpc") ?? [];
  return {
    udpPackets,
    tcpPackets,
    connections,
    rpcs,
    retransmissions,
    authRefreshes,
    v2: lines.get("proc2") ?? [],
    v3: lines.get("proc3") ?? [],
    v4: lines.get("proc4") ?? [],
  };
}
