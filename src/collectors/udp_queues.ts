import { defineCollector, type Emit } from "./define.ts";
import { isNotExist, NoDataError } from "./errors.ts";
import { gauge } from "./family.ts";
import type { ParsedFile } from "./host.ts";
import { requireDirectory } from "./mount-point.ts";
import { parseUdpQueues, type UdpQueues } from "./procfs/net_udp.ts";

const queues = gauge("node_udp_queues", "Bytes waiting in the queues of all UDP sockets.", "queue", "ip");

/** Bytes; lines are padded to 127 (net/ipv4/udp.c), those of IPv6 are about 180. */
const LONGEST_RECORD = 512;

const NEITHER = new NoDataError("neither net/udp nor net/udp6 exists");

export default defineCollector({
  name: "udp_queues",
  summary: "Length of the UDP queues from /proc/net/udp and /proc/net/udp6.",
  enabledByDefault: true,
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const v4 = host.proc.file("net/udp", parseUdpQueues, LONGEST_RECORD);
    const v6 = host.proc.file("net/udp6", parseUdpQueues, LONGEST_RECORD);
    return (emit) => {
      const has4 = emitQueues(emit, v4, "v4");
      const has6 = emitQueues(emit, v6, "v6");
      if (!has4 && !has6) return NEITHER;
      return undefined;
    };
  },
});

/** False when the file does not exist. */
function emitQueues(emit: Emit, file: ParsedFile<UdpQueues>, ip: string): boolean {
  const bytes = file.tryRead();
  if (!(bytes instanceof Error)) {
    emit(queues, bytes.transmit, "tx", ip);
    emit(queues, bytes.receive, "rx", ip);
    return true;
  }
  if (isNotExist(bytes)) return false;
  throw bytes;
}
