import { defineCollector, type Emit } from "./define.ts";
import { isNotExist } from "./errors.ts";
import { type Family, familyCache, gauge } from "./family.ts";
import { ONE_RECORD, type ParsedFile } from "./host.ts";
import { type SockstatLine, sockstatParser } from "./procfs/net_sockstat.ts";

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
  flags: {},
  create({ host }) {
    const v4 = host.proc.file("net/sockstat", sockstatParser(), ONE_RECORD);
    const v6 = host.proc.file("net/sockstat6", sockstatParser(), ONE_RECORD);
    return (emit) => {
      const lines4 = readIfExists(v4);
      const lines6 = readIfExists(v6);
      // Either file may be missing, but not the whole of procfs.
      if (lines4 === undefined && lines6 === undefined) host.proc.list("");
      for (const { protocol, values } of lines4 ?? [])
        if (protocol === "sockets") emit(socketsUsed, values.get("used") ?? 0);
      emitProtocols(emit, lines4 ?? [], host.pageSize);
      emitProtocols(emit, lines6 ?? [], host.pageSize);
    };
  },
});

function readIfExists(file: ParsedFile<readonly SockstatLine[]>): readonly SockstatLine[] | undefined {
  try {
    return file.read();
  } catch (error) {
    if (isNotExist(error)) return undefined;
    throw error;
  }
}

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
