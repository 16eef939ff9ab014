import { defineCollector, type Emit } from "./kit/define.ts";
import { hasErrno, REFUSED } from "./kit/errnos.ts";
import { gauge } from "./kit/family.ts";
import type { NameTest } from "./kit/filter.ts";
import { namePair } from "./kit/name-pair.ts";
import type { Host } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { requestAll } from "./kernel/netlink/dump.ts";
import { NETLINK_ROUTE } from "./parsers/netlink/message.ts";
import { neighbourDumpRequest, NUD_NOARP, parseNeighbour, RTM_NEWNEIGH } from "./parsers/netlink/neigh.ts";
import { parseArpEntries } from "./parsers/procfs/net_arp.ts";
import { interfaceNames } from "./kernel/interface-names.ts";
import { netlink, procfs, systemCall } from "./kit/sources.ts";

const entries = gauge("node_arp_entries", "Entries of the IPv4 neighbour table of an interface.", "device");

const devices = namePair({
  what: "interfaces",
  include: { flag: "collector.arp.device-include" },
  exclude: { flag: "collector.arp.device-exclude" },
});

export default defineCollector({
  name: "arp",
  summary: "IPv4 neighbour entries by interface, from netlink or /proc/net/arp.",
  enabledByDefault: true,
  families: [entries],
  sources: [netlink("route"), systemCall("ioctl(SIOCGIFNAME)"), procfs("net/arp")],
  flags: {
    ...devices.flags,
    "collector.arp.netlink": {
      type: "bool",
      default: true,
      help: "Use netlink instead of /proc/net/arp.",
    },
  },
  create(context) {
    const { host, flags } = context;
    requireDirectory("path.procfs", host.proc);
    const ignored = devices.ignored(context);
    const readFile = fileReader(host);
    let read = flags["collector.arp.netlink"] ? netlinkReader(host) : readFile;
    return (emit) => {
      try {
        emitEntries(emit, read(), ignored);
      } catch (error) {
        if (read === readFile || !hasErrno(error, REFUSED)) throw error;
        context.log("warn", "netlink is refused, reading /proc/net/arp from now on");
        read = readFile;
        emitEntries(emit, read(), ignored);
      }
    };
  },
});

type EntriesByDevice = ReadonlyMap<string, number>;

function emitEntries(emit: Emit, counts: EntriesByDevice, ignored: NameTest): void {
  for (const [device, count] of counts) if (!ignored(device)) emit(entries, count, device);
}

function fileReader(host: Host): () => EntriesByDevice {
  const file = host.proc.file("net/arp", parseArpEntries);
  return () => file.read();
}

function netlinkReader({ native }: Host): () => EntriesByDevice {
  const request = neighbourDumpRequest();
  const names = interfaceNames(native);
  return () => {
    const counts = new Map<number, number>();
    for (const { interfaceIndex, state } of requestAll(native, NETLINK_ROUTE, request, RTM_NEWNEIGH, parseNeighbour)) {
      if ((state & NUD_NOARP) === 0) counts.set(interfaceIndex, (counts.get(interfaceIndex) ?? 0) + 1);
    }
    return byName(counts, names());
  };
}

/** Interfaces that went away since the dump are left out. */
function byName(counts: ReadonlyMap<number, number>, nameOf: (index: number) => string | undefined): EntriesByDevice {
  const named = new Map<string, number>();
  for (const [index, count] of counts) {
    const name = nameOf(index);
    if (name !== undefined) named.set(name, count);
  }
  return named;
}
