import { defineCollector, type Emit } from "./kit/define.ts";
import { ConfigurationError } from "./kit/errors.ts";
import { counter, familiesIn, type Family, gauge } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { nfsMounts, type NfsMount, type NfsOperation, type NfsTransport } from "./parsers/procfs/mountstats.ts";
import { nfsMountKey, parseNfsAddresses } from "./parsers/procfs/nfs_addresses.ts";

const MILLISECONDS = 1000;
const PREFIX = "node_mountstats_nfs_";
const BASE = ["export", "protocol", "mountaddr"] as const;

type BaseFamily = Family<typeof BASE>;

/** Values of the labels that all families share. */
type BaseValues = readonly [device: string, protocol: string, address: string];

const mountPointInfo = gauge(`${PREFIX}mountpoint_info`, "Mount points of an export; always 1.", ...BASE, "mountpoint");
const age = base("age_seconds", "Age of the mount in seconds.");

/** In the order of the line `bytes:`. */
const BYTES: readonly BaseFamily[] = [
  base("read_bytes", "Bytes read by applications through the page cache."),
  base("write_bytes", "Bytes written by applications through the page cache."),
  base("direct_read_bytes", "Bytes read by applications past the page cache (O_DIRECT)."),
  base("direct_write_bytes", "Bytes written by applications past the page cache (O_DIRECT)."),
  base("total_read_bytes", "Bytes read from the server."),
  base("total_write_bytes", "Bytes written to the server."),
  base("read_pages", "Pages read by mapped files and read-ahead."),
  base("write_pages", "Pages written by mapped files and write-back."),
];

/** In the order of the line `events:`; undefined is not exposed. */
const EVENTS: readonly (BaseFamily | undefined)[] = [
  event("inode_revalidate", "Attributes of a cached inode checked with the server."),
  event("dnode_revalidate", "Cached directory entries checked with the server."),
  event("data_invalidate", "Cached data of an inode dropped."),
  event("attribute_invalidate", "Cached attributes of an inode dropped."),
  event("vfs_open", "Files and directories opened."),
  event("vfs_lookup", "Names looked up in directories."),
  event("vfs_access", "Permissions checked."),
  event("vfs_update_page", "Pages updated by writes."),
  event("vfs_read_page", "Single pages read."),
  event("vfs_read_pages", "Groups of pages read."),
  event("vfs_write_page", "Single pages written."),
  event("vfs_write_pages", "Groups of pages written."),
  event("vfs_getdents", "Directories listed."),
  event("vfs_setattr", "Attributes set."),
  event("vfs_flush", "Files flushed to the server."),
  event("vfs_fsync", "Files or directories synchronised."),
  event("vfs_lock", "Files locked or unlocked."),
  event("vfs_file_release", "Files closed and released."),
  undefined,
  event("truncation", "Files truncated."),
  event("write_extension", "Files made longer by writing behind their end."),
  event("silly_rename", "Open files renamed instead of removed."),
  event("short_read", "Reads that brought less than asked for."),
  event("short_write", "Writes of which the server took less than asked for."),
  event("jukebox_delay", "Requests that the server put off."),
  event("pnfs_read", "Reads from a data server (pNFS)."),
  event("pnfs_write", "Writes to a data server (pNFS)."),
];

const TRANSPORT = [
  transport("bind", "Sockets bound from scratch.", (of) => of.bind),
  transport("connect", "Connections made.", (of) => of.connect),
  transport("sends", "Requests sent.", (of) => of.sends),
  transport("receives", "Answers received.", (of) => of.receives),
  transport("bad_transaction_ids", "Answers to no known request.", (of) => of.badTransactionIds),
  transport("backlog_queue", "Sum of the backlog queue's length at each request.", (of) => of.backlogQueue),
  transport("sending_queue", "Sum of the sending queue's length at each request.", (of) => of.sendingQueue),
  transport("pending_queue", "Sum of the pending queue's length at each request.", (of) => of.pendingQueue),
  {
    family: gauge(
      `${PREFIX}transport_idle_time_seconds`,
      "Time since the last request in seconds.",
      ...BASE,
      "transport",
    ),
    read: (of: NfsTransport) => of.idleSeconds,
  },
  {
    family: gauge(
      `${PREFIX}transport_maximum_rpc_slots`,
      "Most slots ever in use at the same time.",
      ...BASE,
      "transport",
    ),
    read: (of: NfsTransport) => of.maximumSlots,
  },
];

const OPERATION = [
  operation("requests", "Requests made.", (of) => of.requests),
  operation("transmissions", "Requests sent, repetitions included.", (of) => of.transmissions),
  operation("major_timeouts", "Requests that timed out for good.", (of) => of.majorTimeouts),
  operation("sent_bytes", "Bytes sent, headers included.", (of) => of.bytesSent),
  operation("received_bytes", "Bytes received, headers included.", (of) => of.bytesReceived),
  operation("queue_time_seconds", "Time requests waited to be sent, in seconds.", (of) => of.queueTime / MILLISECONDS),
  operation(
    "response_time_seconds",
    "Time that requests waited for their reply, in seconds.",
    (of) => of.responseTime / MILLISECONDS,
  ),
  operation(
    "request_time_seconds",
    "Time from creation to completion of requests, in seconds.",
    (of) => of.requestTime / MILLISECONDS,
  ),
];

export default defineCollector({
  name: "mountstats",
  summary: "NFS client statistics of the exporter's own mounts from /proc/self/mountstats.",
  enabledByDefault: false,
  families: [mountPointInfo, age, ...familiesIn(BYTES, EVENTS, TRANSPORT, OPERATION)],
  sources: [procfs("self/mountstats"), procfs("self/mountinfo"), kernelOption("CONFIG_NFS_FS")],
  flags: {},
  create({ host, skip }) {
    if (!host.proc.exists("self"))
      throw new ConfigurationError(`--collector.mountstats: --path.procfs=${host.proc.path} has no process "self"`);
    const addresses = host.proc.file("self/mountinfo", parseNfsAddresses);
    return (emit) => {
      const bytes = readStatistics(host.proc);
      if (bytes === undefined) return;
      const address = addresses.read();
      const seen = new Set<string>();
      for (const mount of nfsMounts(bytes, host.proc.resolve("self/mountstats"), skip)) {
        const { device, mountPoint, fsType } = mount;
        emitMount(emit, mount, address.get(nfsMountKey(device, mountPoint, fsType)) ?? "", seen);
      }
    };
  },
});

/** A copy, since mountinfo is read next; undefined where no mount has statistics, which spares mountinfo. */
function readStatistics(proc: Tree): Buffer | undefined {
  const bytes = proc.read("self/mountstats");
  return bytes.includes(" statvers=") ? Buffer.from(bytes) : undefined;
}

/** Mounts of one export by the same way share their counters in the kernel: they are shown once. */
function emitMount(emit: Emit, mount: NfsMount, address: string, seen: Set<string>): void {
  for (const { protocol } of mount.transports) {
    const values: BaseValues = [mount.device, protocol, address];
    const key = values.join(" ");
    if (isFirst(seen, `${key} ${mount.mountPoint}`)) emit(mountPointInfo, 1, ...values, mount.mountPoint);
    if (!isFirst(seen, key)) return;
    emitStatistics(emit, mount, values);
  }
}

function isFirst(seen: Set<string>, key: string): boolean {
  const before = seen.size;
  return seen.add(key).size > before;
}

function emitStatistics(emit: Emit, mount: NfsMount, values: BaseValues): void {
  if (mount.age !== undefined) emit(age, mount.age, ...values);
  emitColumns(emit, BYTES, mount.bytes, values);
  emitColumns(emit, EVENTS, mount.events, values);
  for (const [index, each] of mount.transports.entries())
    for (const { family, read } of TRANSPORT) emit(family, read(each), ...values, String(index));
  for (const each of mount.operations)
    for (const { family, read } of OPERATION) emit(family, read(each), ...values, each.name);
}

function emitColumns(
  emit: Emit,
  families: readonly (BaseFamily | undefined)[],
  columns: readonly number[],
  values: BaseValues,
): void {
  for (const [index, value] of columns.entries()) {
    const family = families[index];
    if (family !== undefined) emit(family, value, ...values);
  }
}

function base(name: string, help: string): BaseFamily {
  return counter(`${PREFIX}${name}_total`, help, ...BASE);
}

function event(name: string, help: string): BaseFamily {
  return base(`event_${name}`, help);
}

function transport(name: string, help: string, read: (of: NfsTransport) => number) {
  return { family: counter(`${PREFIX}transport_${name}_total`, help, ...BASE, "transport"), read };
}

function operation(name: string, help: string, read: (of: NfsOperation) => number) {
  return { family: counter(`${PREFIX}operations_${name}_total`, help, ...BASE, "operation"), read };
}
