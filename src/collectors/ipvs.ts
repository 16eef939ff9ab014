import { defineCollector, type Emit } from "./kit/define.ts";
import { ConfigurationError } from "./kit/errors.ts";
import { counter, openGauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { parseIpVs, type IpvsBackend } from "./parsers/procfs/net_ip_vs.ts";
import { type IpvsTotals, parseIpVsStats } from "./parsers/procfs/net_ip_vs_stats.ts";

const connections = counter("node_ipvs_connections_total", "Connections that the virtual server has seen.");
const incomingPackets = counter("node_ipvs_incoming_packets_total", "Packets from clients.");
const outgoingPackets = counter("node_ipvs_outgoing_packets_total", "Packets to clients.");
const incomingBytes = counter("node_ipvs_incoming_bytes_total", "Bytes from clients.");
const outgoingBytes = counter("node_ipvs_outgoing_bytes_total", "Bytes to clients.");

const active = openGauge("node_ipvs_backend_connections_active", "Active connections of a backend.");
const inactive = openGauge("node_ipvs_backend_connections_inactive", "Inactive connections of a backend.");
const weight = openGauge("node_ipvs_backend_weight", "Weight of a backend.");

/** Label names in the order of the exposition's key, and where their values come from. */
const LABELS = {
  local_address: (backend: IpvsBackend) => backend.localAddress,
  local_port: (backend: IpvsBackend) => String(backend.localPort),
  remote_address: (backend: IpvsBackend) => backend.remoteAddress,
  remote_port: (backend: IpvsBackend) => String(backend.remotePort),
  proto: (backend: IpvsBackend) => backend.protocol,
  local_mark: (backend: IpvsBackend) => backend.localMark,
} as const;

type Label = keyof typeof LABELS;

const FLAG = "collector.ipvs.backend-labels";

export default defineCollector({
  name: "ipvs",
  summary: "Virtual server connections and backends from /proc/net/ip_vs.",
  enabledByDefault: true,
  families: [connections, incomingPackets, outgoingPackets, incomingBytes, outgoingBytes, active, inactive, weight],
  sources: [
    procfs("net/ip_vs_stats", connections, incomingPackets, outgoingPackets, incomingBytes, outgoingBytes),
    procfs("net/ip_vs", active, inactive, weight),
    kernelOption("CONFIG_IP_VS"),
  ],
  flags: {
    [FLAG]: {
      type: "string",
      default: "local_address,local_port,remote_address,remote_port,proto,local_mark",
      help: "Comma-separated labels of the backend metrics; backends that differ only in other labels are added up.",
    },
  },
  create({ host: { proc }, flags, skip }) {
    requireDirectory("path.procfs", proc);
    const labels = parseLabels(flags[FLAG]);
    const stats = proc.file("net/ip_vs_stats", parseIpVsStats);
    const table = proc.file("net/ip_vs", parseIpVs);
    return (emit) => {
      const totals = readOrSkip(skip, () => stats.readIf() ?? absent("net/ip_vs_stats"));
      if (totals instanceof Error) return totals;
      if (totals !== undefined) emitTotals(emit, totals);
      emitBackends(emit, labels, table.read());
      return undefined;
    };
  },
});

function emitTotals(emit: Emit, totals: IpvsTotals): void {
  emit(connections, totals.connections);
  emit(incomingPackets, totals.incomingPackets);
  emit(outgoingPackets, totals.outgoingPackets);
  emit(incomingBytes, totals.incomingBytes);
  emit(outgoingBytes, totals.outgoingBytes);
}

function parseLabels(list: string): readonly Label[] {
  const names = Object.keys(LABELS) as Label[];
  const asked = new Set(list.split(",").filter((name) => name !== ""));
  const unknown = [...asked].filter((name) => !(names as string[]).includes(name)).toSorted();
  if (unknown.length > 0) throw new ConfigurationError(`--${FLAG}: unknown backend labels: ${unknown.join(", ")}`);
  return names.filter((name) => asked.has(name));
}

interface Sum {
  readonly values: readonly string[];
  active: number;
  inactive: number;
  weight: number;
}

function emitBackends(emit: Emit, labels: readonly Label[], backends: readonly IpvsBackend[]): void {
  for (const sum of addUp(labels, backends)) {
    emit.pairs(active, sum.active, labels, sum.values);
    emit.pairs(inactive, sum.inactive, labels, sum.values);
    emit.pairs(weight, sum.weight, labels, sum.values);
  }
}

function addUp(labels: readonly Label[], backends: readonly IpvsBackend[]): Iterable<Sum> {
  const sums = new Map<string, Sum>();
  for (const backend of backends) {
    const values = labels.map((label) => LABELS[label](backend));
    const key = values.join("-");
    let sum = sums.get(key);
    if (sum === undefined) sums.set(key, (sum = { values, active: 0, inactive: 0, weight: 0 }));
    sum.active += backend.activeConnections;
    sum.inactive += backend.inactiveConnections;
    sum.weight += backend.weight;
  }
  return sums.values();
}
