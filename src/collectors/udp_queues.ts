import { defineCollector, type Emit, type Scrape } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { NoDataError } from "./kit/errors.ts";
import { gauge } from "./kit/family.ts";
import type { Host } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import type { SockstatLine } from "./parsers/procfs/net_sockstat.ts";
import { parseUdpQueues, type UdpQueues } from "./parsers/procfs/net_udp.ts";
import { sharedSockstat, sharedSockstat6 } from "./kernel/shared-sockstat.ts";
import type { SharedFile } from "./kernel/shared-file.ts";
import { procfs } from "./kit/sources.ts";

const queues = gauge("node_udp_queues", "Bytes waiting in the queues of all UDP sockets.", "queue", "ip");

type Queues = (scrape: Scrape) => UdpQueues | undefined;

const EMPTY: UdpQueues = { transmit: 0, receive: 0 };

const NEITHER = new NoDataError("neither net/udp nor net/udp6 exists");

export default defineCollector({
  name: "udp_queues",
  summary: "Length of the UDP queues from /proc/net/udp and /proc/net/udp6.",
  enabledByDefault: true,
  families: [queues],
  sources: [procfs("net/udp"), procfs("net/udp6"), procfs("net/sockstat"), procfs("net/sockstat6")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const v4 = socketTable(host, "net/udp", sharedSockstat(host.proc), "UDP");
    const v6 = socketTable(host, "net/udp6", sharedSockstat6(host.proc), "UDP6");
    return (emit, scrape) => {
      let found = 0;
      attemptAll(
        [
          { ip: "v4", read: v4 },
          { ip: "v6", read: v6 },
        ] as const,
        ({ ip, read }) => {
          if (emitQueues(emit, read(scrape), ip)) found++;
        },
      );
      return found === 0 ? NEITHER : undefined;
    };
  },
});

/**
 * Queues of all sockets of one family. For the table of sockets the kernel walks up to 65,536 hash chains, even where
 * there is no socket; how many there are it knows by heart.
 */
function socketTable(
  { proc }: Host,
  path: string,
  counts: SharedFile<readonly SockstatLine[]>,
  protocol: string,
): Queues {
  const table = proc.file(path, parseUdpQueues);
  if (!proc.isLive) return () => table.readIf();
  return (scrape) => (socketsInUse(counts, scrape, protocol) === 0 ? EMPTY : table.readIf());
}

/** Undefined where it is not told. */
function socketsInUse(
  counts: SharedFile<readonly SockstatLine[]>,
  scrape: Scrape,
  protocol: string,
): number | undefined {
  try {
    return counts
      .read(scrape)
      .find((line) => line.protocol === protocol)
      ?.values.get("inuse");
  } catch {
    // The table shows the same, only later.
    return undefined;
  }
}

/** False when the file does not exist. */
function emitQueues(emit: Emit, bytes: UdpQueues | undefined, ip: string): boolean {
  if (bytes === undefined) return false;
  emit(queues, bytes.transmit, "tx", ip);
  emit(queues, bytes.receive, "rx", ip);
  return true;
}
