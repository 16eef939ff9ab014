import { defineCollector, type Emit } from "./define.ts";
import { isNotExist, NoDataError } from "./errors.ts";
import { gauge } from "./family.ts";
import { type Host, ONE_RECORD, type ParsedFile } from "./host.ts";
import { requireDirectory } from "./mount-point.ts";
import { inUseParser } from "./procfs/sockets_in_use.ts";
import { parseUdpQueues, type UdpQueues } from "./procfs/net_udp.ts";

const queues = gauge("node_udp_queues", "Bytes waiting in the queues of all UDP sockets.", "queue", "ip");

/** Bytes; lines are padded to 127 (net/ipv4/udp.c), those of IPv6 are about 180. */
const LONGEST_RECORD = 512;

type QueueFile = Pick<ParsedFile<UdpQueues>, "tryRead">;

const EMPTY: UdpQueues = { transmit: 0, receive: 0 };

const NEITHER = new NoDataError("neither net/udp nor net/udp6 exists");

export default defineCollector({
  name: "udp_queues",
  summary: "Length of the UDP queues from /proc/net/udp and /proc/net/udp6.",
  enabledByDefault: true,
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const v4 = socketTable(host, "net/udp", "net/sockstat", "UDP");
    const v6 = socketTable(host, "net/udp6", "net/sockstat6", "UDP6");
    return (emit) => {
      const has4 = emitQueues(emit, v4, "v4");
      const has6 = emitQueues(emit, v6, "v6");
      if (!has4 && !has6) return NEITHER;
      return undefined;
    };
  },
});

/**
 * Queues of all sockets of one family. For the table of sockets the kernel walks up to 65,536 hash chains, even where
 * there is no socket; how many there are it knows by heart.
 */
function socketTable({ proc }: Host, path: string, countPath: string, protocol: string): QueueFile {
  const table = proc.file(path, parseUdpQueues, LONGEST_RECORD);
  if (!proc.isLive) return table;
  const sockets = proc.file(countPath, inUseParser(protocol), ONE_RECORD);
  return { tryRead: () => (sockets.tryRead() === 0 ? EMPTY : table.tryRead()) };
}

/** False when the file does not exist. */
function emitQueues(emit: Emit, file: QueueFile, ip: string): boolean {
  const bytes = file.tryRead();
  if (!(bytes instanceof Error)) {
    emit(queues, bytes.transmit, "tx", ip);
    emit(queues, bytes.receive, "rx", ip);
    return true;
  }
  if (isNotExist(bytes)) return false;
  throw bytes;
}
