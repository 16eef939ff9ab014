import { defineCollector, type Emit } from "./kit/define.ts";
import { type Family, familyCache, gauge } from "./kit/family.ts";
import type { SockstatLine } from "./parsers/procfs/net_sockstat.ts";
import { sharedSockstat, sharedSockstat6 } from "./kernel/shared-sockstat.ts";
import { procfs } from "./kit/sources.ts";

const socketsUsed = gauge("node_sockstat_sockets_used", "Sockets in use, of any kind.");

/** Keys with a family; what kernels may add later is left out. `inuse` is always there. */
const KEYS = ["orphan", "tw", "alloc", "mem", "memory"];

const protocolFamilies = familyCache((protocol) => ({
  inuse: family(`${protocol}_inuse`),
  others: KEYS.map((key) => ({ key, family: family(`${protocol}_${key}`) })),
  memBytes: family(`${protocol}_mem_bytes`),
}));

function family(name: string): Family<readonly []> {
  return gauge(`node_sockstat_${name}`, `Value ${name} of the socket statistics.`);
}

export default defineCollector({
  name: "sockstat",
  summary: "Sockets in use from /proc/net/sockstat and /proc/net/sockstat6.",
  enabledByDefault: true,
  families: [socketsUsed, "node_sockstat_*"],
  sources: [procfs("net/sockstat"), procfs("net/sockstat6", "node_sockstat_*")],
  flags: {},
  create({ host }) {
    const v4 = sharedSockstat(host.proc);
    const v6 = sharedSockstat6(host.proc);
    return (emit, scrape) => {
      const lines4 = v4.readIf(scrape);
      const lines6 = v6.readIf(scrape);
      // Either file may be missing, but not the whole of procfs.
      if (lines4 === undefined && lines6 === undefined) host.proc.list("");
      for (const { protocol, values } of lines4 ?? [])
        if (protocol === "sockets") emit(socketsUsed, values.get("used") ?? 0);
      emitProtocols(emit, lines4 ?? [], host.pageSize);
      emitProtocols(emit, lines6 ?? [], host.pageSize);
    };
  },
});

function emitProtocols(emit: Emit, lines: readonly SockstatLine[], pageSize: number): void {
  for (const { protocol, values } of lines) {
    if (protocol === "sockets") continue;
    const { inuse, others, memBytes } = protocolFamilies(protocol);
    emit(inuse, values.get("inuse") ?? 0);
    for (const each of others) {
      const value = values.get(each.key);
      if (value !== undefined) emit(each.family, value);
    }
    const pages = values.get("mem");
    if (pages !== undefined) emit(memBytes, pages * pageSize);
  }
}
