import { defineCollector, type Emit } from "./kit/define.ts";
import { counter } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { type NfsClientStats, parseNfsClientStats } from "./parsers/procfs/net_rpc_nfs.ts";
import type { RpcNumbers } from "./parsers/procfs/rpc_stats.ts";

const packets = counter("node_nfs_packets_total", "Packets of the NFS client by transport.", "protocol");
const connections = counter("node_nfs_connections_total", "TCP connections that the NFS client made.");
const rpcs = counter("node_nfs_rpcs_total", "Remote procedure calls that the NFS client made.");
const retransmissions = counter("node_nfs_rpc_retransmissions_total", "Remote procedure calls retransmitted.");
const refreshes = counter(
  "node_nfs_rpc_authentication_refreshes_total",
  "Times that the NFS client refreshed its credentials for a call.",
);
const requests = counter("node_nfs_requests_total", "Requests of the NFS client by procedure.", "proto", "method");

/** Procedures in the order of their numbers: RFC 1094, RFC 1813, and the client's own list (linux/nfs4.h). */
const V2 =
  "Null GetAttr SetAttr Root Lookup ReadLink Read WrCache Write Create Remove Rename Link SymLink MkDir RmDir ReadDir FsStat".split(
    " ",
  );
const V3 =
  "Null GetAttr SetAttr Lookup Access ReadLink Read Write Create MkDir SymLink MkNod Remove RmDir Rename Link ReadDir ReadDirPlus FsStat FsInfo PathConf Commit".split(
    " ",
  );
const V4 =
  "Null Read Write Commit Open OpenConfirm OpenNoattr OpenDowngrade Close Setattr FsInfo Renew SetClientID SetClientIDConfirm Lock Lockt Locku Access Getattr Lookup LookupRoot Remove Rename Link Symlink Create Pathconf StatFs ReadLink ReadDir ServerCaps DelegReturn GetACL SetACL FsLocations ReleaseLockowner Secinfo FsidPresent ExchangeID CreateSession DestroySession Sequence GetLeaseTime ReclaimComplete GetDeviceInfo LayoutGet LayoutCommit LayoutReturn SecinfoNoName TestStateID FreeStateID GetDeviceList BindConnToSession DestroyClientID Seek Allocate DeAllocate LayoutStats Clone".split(
    " ",
  );

export default defineCollector({
  name: "nfs",
  summary: "NFS client statistics from /proc/net/rpc/nfs.",
  enabledByDefault: true,
  families: [packets, connections, rpcs, retransmissions, refreshes, requests],
  sources: [procfs("net/rpc/nfs"), kernelOption("CONFIG_NFS_FS")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("net/rpc/nfs", parseNfsClientStats);
    return (emit) => {
      const stats = file.readIf();
      if (stats === undefined) return absent("net/rpc/nfs");
      emitTotals(emit, stats);
      emitRequests(emit, "2", V2, stats.proc2);
      emitRequests(emit, "3", V3, stats.proc3);
      emitRequests(emit, "4", V4, stats.proc4);
      return undefined;
    };
  },
});

function emitTotals(emit: Emit, { net, rpc }: NfsClientStats): void {
  if (net !== undefined) {
    emit(packets, net[1] ?? 0, "udp");
    emit(packets, net[2] ?? 0, "tcp");
    emit(connections, net[3] ?? 0);
  }
  if (rpc === undefined) return;
  emit(rpcs, rpc[0] ?? 0);
  emit(retransmissions, rpc[1] ?? 0);
  emit(refreshes, rpc[2] ?? 0);
}

/** Procedures that this kernel does not count yet are zero; those it has beyond our list are left out. */
function emitRequests(emit: Emit, version: string, methods: readonly string[], counts: RpcNumbers): void {
  if (counts === undefined) return;
  for (const [index, method] of methods.entries()) emit(requests, counts[index] ?? 0, version, method);
}
