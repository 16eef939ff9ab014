import { Scanner } from "../scanner.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";

/** Counters of one RPC transport; times in seconds, queues as sums of their length at each request. */
export interface NfsTransport {
  /** `tcp`, `udp` or `rdma`. */
  readonly protocol: string;
  readonly bind: number;
  /** 0 for udp. */
  readonly connect: number;
  /** 0 for udp. */
  readonly idleSeconds: number;
  readonly sends: number;
  readonly receives: number;
  readonly badTransactionIds: number;
  readonly backlogQueue: number;
  /** Version 1.1 of tcp and udp, else 0; so are the next two. */
  readonly maximumSlots: number;
  readonly sendingQueue: number;
  readonly pendingQueue: number;
}

/** Counters of one NFS operation; times in milliseconds. */
export interface NfsOperation {
  readonly name: string;
  readonly requests: number;
  readonly transmissions: number;
  readonly majorTimeouts: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly queueTime: number;
  readonly responseTime: number;
  readonly requestTime: number;
}

/** Statistics of one NFS mount. */
export interface NfsMount {
  readonly device: string;
  /** Path with the kernel's octal escapes. */
  readonly mountPoint: string;
  readonly fsType: string;
  /** Seconds since the mount. */
  readonly age: number | undefined;
  /** The eight columns of the line `bytes:` in the order of nfs_iostat.h; empty without the line. */
  readonly bytes: readonly number[];
  /** The 27 columns of the line `events:`. */
  readonly events: readonly number[];
  readonly transports: readonly NfsTransport[];
  readonly operations: readonly NfsOperation[];
}

const BYTES_COLUMNS = 8;
const EVENTS_COLUMNS = 27;
const MODULUS = 1n << 53n;
/** Numbers of an `xprt:` line by `statvers` and protocol; of rdma at least so many. */
const TRANSPORT_COLUMNS = new Map([
  ["1.0 tcp", 10],
  ["1.0 udp", 7],
  ["1.1 tcp", 13],
  ["1.1 udp", 10],
  ["1.1 rdma", 20],
]);

/** Walks the NFS mounts of /proc/PID/mountstats (nfs_show_stats, fs/nfs/super.c); no other mount has statistics. */
export function* nfsMounts(bytes: Buffer, path: string, skip: Skip = allOrNone): Generator<NfsMount, void, undefined> {
  const scanner = new Scanner(bytes, path);
  while (!scanner.atEnd()) {
    if (!scanner.accept("device ")) {
      scanner.nextLine();
      continue;
    }
    const header = lineOr(scanner, skip, readHeader);
    scanner.nextLine();
    if (header === undefined || header.version === "") continue;
    const { version, ...mount } = header;
    yield { ...mount, ...readStatistics(scanner, version, skip) };
  }
}

/** What `read` makes of the rest of the line; undefined, with a report, where it cannot be read. Stays on the line. */
function lineOr<T>(scanner: Scanner, skip: Skip, read: (scanner: Scanner) => T): T | undefined {
  const start = scanner.at;
  try {
    return read(scanner);
  } catch (error) {
    scanner.at = start;
    skipParseError(error, skip);
    return undefined;
  }
}

function readHeader(scanner: Scanner) {
  const device = scanner.word();
  expectWords(scanner, "mounted", "on");
  const mountPoint = scanner.word();
  expectWords(scanner, "with", "fstype");
  const fsType = scanner.word();
  const extra = scanner.word();
  const version = extra.replace(/^statvers=/, "");
  if (extra !== "" && fsType !== "nfs" && fsType !== "nfs4") throw scanner.error("statistics of another file system");
  if (version !== "" && version !== "1.0" && version !== "1.1") throw scanner.error("an unknown statistics version");
  return { device, mountPoint, fsType, version };
}

function expectWords(scanner: Scanner, ...words: readonly string[]): void {
  for (const word of words) if (scanner.word() !== word) throw scanner.error("not the form of a mount");
}

/** Reads to the empty line after the operations, or to the next device. */
function readStatistics(scanner: Scanner, version: string, skip: Skip) {
  let age: number | undefined;
  let bytes: readonly number[] = [];
  let events: readonly number[] = [];
  let operations: readonly NfsOperation[] = [];
  const transports: NfsTransport[] = [];
  for (; !isEndOfMount(scanner); scanner.nextLine()) {
    const key = scanner.word();
    if (key === "per-op") {
      scanner.nextLine();
      operations = readOperations(scanner, skip);
      break;
    }
    lineOr(scanner, skip, () => {
      if (key === "age:") age = scanner.uint();
      else if (key === "bytes:") bytes = readColumns(scanner, BYTES_COLUMNS);
      else if (key === "events:") events = readColumns(scanner, EVENTS_COLUMNS);
      else if (key === "xprt:") transports.push(readTransport(scanner, version));
    });
  }
  return { age, bytes, events, transports, operations };
}

function readColumns(scanner: Scanner, expected: number): readonly number[] {
  const columns: number[] = [];
  if (scanner.uints(columns, expected) < expected)
    throw scanner.error(`${columns.length} numbers, expected ${expected}`);
  return columns;
}

/** Columns of xs_tcp_print_stats, xs_udp_print_stats (net/sunrpc/xprtsock.c) and xprt_rdma_print_stats. */
function readTransport(scanner: Scanner, version: string): NfsTransport {
  const protocol = scanner.word();
  const expected = TRANSPORT_COLUMNS.get(`${version} ${protocol}`);
  if (expected === undefined) throw scanner.error(`an unknown transport ${JSON.stringify(protocol)}`);
  const columns: number[] = [];
  while (!scanner.atLineEnd()) columns.push(uintModulo(scanner));
  if (columns.length < expected) throw scanner.error(`${columns.length} numbers, expected ${expected}`);
  return transportOf(protocol, columns);
}

function transportOf(protocol: string, columns: readonly number[]): NfsTransport {
  const [bind = 0] = columns.slice(1);
  const [connect = 0, , idleSeconds = 0] = protocol === "udp" ? [] : columns.slice(2);
  const [sends = 0, receives = 0, badTransactionIds = 0, , backlogQueue = 0, ...slots] = columns.slice(
    protocol === "udp" ? 2 : 5,
  );
  const [maximumSlots = 0, sendingQueue = 0, pendingQueue = 0] = protocol === "rdma" ? [] : slots;
  return {
    protocol,
    bind,
    connect,
    idleSeconds,
    sends,
    receives,
    badTransactionIds,
    backlogQueue,
    maximumSlots,
    sendingQueue,
    pendingQueue,
  };
}

function isEndOfMount(scanner: Scanner): boolean {
  if (scanner.atEnd() || scanner.atLineEnd()) return true;
  const start = scanner.at;
  const isDevice = scanner.accept("device ");
  scanner.at = start;
  return isDevice;
}

function readOperations(scanner: Scanner, skip: Skip): readonly NfsOperation[] {
  const operations: NfsOperation[] = [];
  for (; !isEndOfMount(scanner); scanner.nextLine()) {
    const operation = lineOr(scanner, skip, readOperation);
    if (operation !== undefined) operations.push(operation);
  }
  return operations;
}

function readOperation(scanner: Scanner): NfsOperation {
  return {
    name: scanner.word().replace(/:$/, ""),
    requests: scanner.uint(),
    transmissions: scanner.uint(),
    majorTimeouts: scanner.uint(),
    bytesSent: scanner.uint(),
    bytesReceived: scanner.uint(),
    queueTime: uintModulo(scanner),
    responseTime: uintModulo(scanner),
    requestTime: uintModulo(scanner),
  };
}

/** Times may run below zero in the kernel; like in node_exporter, only the lower 53 bits of a number are taken. */
function uintModulo(scanner: Scanner): number {
  scanner.skipBlanks();
  const start = scanner.at;
  const value = scanner.uint();
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  return Number(BigInt(scanner.bytes.toString("latin1", start, scanner.at)) % MODULUS);
}
