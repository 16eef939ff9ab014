import { defineCollector, type Emit } from "./kit/define.ts";
import { counter, gauge, type Family } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { parseNfsServerStats, type NfsServerStats } from "./parsers/procfs/net_rpc_nfsd.ts";
import type { RpcNumbers } from "./parsers/procfs/rpc_stats.ts";

const replyCacheHits = counter("node_nfsd_reply_cache_hits_total", "Requests answered from the reply cache.");
const replyCacheMisses = counter("node_nfsd_reply_cache_misses_total", "Requests not found in the reply cache.");
const replyCacheNoCache = counter("node_nfsd_reply_cache_nocache_total", "Requests that are never kept in the cache.");
const stale = counter("node_nfsd_file_handles_stale_total", "Requests with a stale file handle.");
const readBytes = counter("node_nfsd_disk_bytes_read_total", "Bytes read from disk for NFS clients.");
const writtenBytes = counter("node_nfsd_disk_bytes_written_total", "Bytes written to disk for NFS clients.");
const threads = gauge("node_nfsd_server_threads", "Threads of the NFS server.");
const readAheadSize = gauge("node_nfsd_read_ahead_cache_size_blocks", "Size of the read-ahead cache in blocks.");
const readAheadNotFound = counter("node_nfsd_read_ahead_cache_not_found_total", "Reads not found in that cache.");
const packets = counter("node_nfsd_packets_total", "Packets of the NFS server by transport.", "proto");
const connections = counter("node_nfsd_connections_total", "TCP connections that the NFS server accepted.");
const rpcErrors = counter("node_nfsd_rpc_errors_total", "Remote procedure calls refused, by reason.", "error");
const rpcs = counter("node_nfsd_server_rpcs_total", "Remote procedure calls that the NFS server received.");
const requests = counter("node_nfsd_requests_total", "Requests to the NFS server by procedure.", "proto", "method");

/** Procedures in the order of their numbers; an empty name is not shown. */
const V2 =
  ",GetAttr,SetAttr,Root,Lookup,ReadLink,Read,WrCache,Write,Create,Remove,Rename,Link,SymLink,MkDir,RmDir,ReadDir,FsStat".split(
    ",",
  );
const V3 =
  ",GetAttr,SetAttr,Lookup,Access,ReadLink,Read,Write,Create,MkDir,SymLink,MkNod,Remove,RmDir,Rename,Link,ReadDir,ReadDirPlus,FsStat,FsInfo,PathConf,Commit".split(
    ",",
  );
/** Operation numbers of RFC 7530 (0 to 2 are unused, 23 and 24 are PUTPUBFH and PUTROOTFH). */
const V4 =
  ",,,Access,Close,Commit,Create,DelegPurge,DelegReturn,GetAttr,GetFH,Link,Lock,Lockt,Locku,Lookup,LookupRoot,Nverify,Open,OpenAttr,OpenConfirm,OpenDgrd,PutFH,,,Read,ReadDir,ReadLink,Remove,Rename,Renew,RestoreFH,SaveFH,SecInfo,SetAttr,SetClientID,SetClientIDConfirm,Verify,Write,RelLockOwner".split(
    ",",
  );

export default defineCollector({
  name: "nfsd",
  summary: "NFS server statistics from /proc/net/rpc/nfsd.",
  enabledByDefault: true,
  families: [
    replyCacheHits,
    replyCacheMisses,
    replyCacheNoCache,
    stale,
    readBytes,
    writtenBytes,
    threads,
    readAheadSize,
    readAheadNotFound,
    packets,
    connections,
    rpcErrors,
    rpcs,
    requests,
  ],
  sources: [procfs("net/rpc/nfsd"), kernelOption("CONFIG_NFSD")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("net/rpc/nfsd", parseNfsServerStats);
    return (emit) => {
      const stats = file.readIf();
      if (stats === undefined) return absent("net/rpc/nfsd");
      emitServer(emit, stats);
      emitNetwork(emit, stats);
      emitRequests(emit, "2", V2, stats.proc2);
      emitRequests(emit, "3", V3, stats.proc3);
      emitRequests(emit, "4", V4, stats.proc4ops);
      emitRequests(emit, "4", ["WdelegGetattr"], stats.wdeleg_getattr);
      return undefined;
    };
  },
});

function emitServer(emit: Emit, { rc, fh, io, th, ra }: NfsServerStats): void {
  emitColumns(emit, [replyCacheHits, replyCacheMisses, replyCacheNoCache], rc);
  emitColumns(emit, [stale], fh);
  emitColumns(emit, [readBytes, writtenBytes], io);
  emitColumns(emit, [threads], th);
  if (ra === undefined) return;
  emit(readAheadSize, ra[0] ?? 0);
  emit(readAheadNotFound, ra[11] ?? 0);
}

function emitNetwork(emit: Emit, { net, rpc }: NfsServerStats): void {
  if (net !== undefined) {
    emit(packets, net[1] ?? 0, "udp");
    emit(packets, net[2] ?? 0, "tcp");
    emit(connections, net[3] ?? 0);
  }
  if (rpc === undefined) return;
  emit(rpcErrors, rpc[2] ?? 0, "fmt");
  emit(rpcErrors, rpc[3] ?? 0, "auth");
  emit(rpcErrors, rpc[4] ?? 0, "cInt");
  emit(rpcs, rpc[0] ?? 0);
}

/** A line that the kernel does not print counts as zeros. */
function emitColumns(emit: Emit, families: readonly Family<readonly []>[], numbers: RpcNumbers): void {
  if (numbers !== undefined) for (const [i, family] of families.entries()) emit(family, numbers[i] ?? 0);
}

/** Procedures that this kernel does not count are zero. */
function emitRequests(emit: Emit, version: string, methods: readonly string[], counts: RpcNumbers): void {
  if (counts === undefined) return;
  for (const [index, method] of methods.entries()) {
    if (method !== "") emit(requests, counts[index] ?? 0, version, method);
  }
}
