import { defineCollector, type Emit } from "./kit/define.ts";
import { type Family, familyCache, untyped } from "./kit/family.ts";
import { compilePattern, type NameTest } from "./kit/filter.ts";
import { NamedFamilies } from "./kit/named-families.ts";
import { procfs } from "./kit/sources.ts";
import type { NamedNumbers } from "./parsers/procfs/named_numbers.ts";
import { type CounterNames, type ProtocolCounters, snmp6Parser, snmpParser } from "./parsers/procfs/net_snmp.ts";

const FIELDS =
  "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$";

const fieldFamily = familyCache((field) =>
  untyped(`node_netstat_${field.replaceAll(/[^0-9A-Za-z_]/g, "_")}`, `Counter ${field} of the network protocols.`),
);

export default defineCollector({
  name: "netstat",
  summary: "Protocol counters from /proc/net/netstat, /proc/net/snmp and /proc/net/snmp6.",
  enabledByDefault: true,
  families: ["node_netstat_*"],
  sources: [procfs("net/netstat"), procfs("net/snmp"), procfs("net/snmp6")],
  flags: {
    "collector.netstat.fields": {
      type: "string",
      default: FIELDS,
      isPattern: true,
      help: "Regular expression of the counters to show, named protocol_field.",
    },
  },
  create({ host, flags }) {
    const pattern = flags["collector.netstat.fields"];
    const wanted = compilePattern("collector.netstat.fields", pattern, pattern === FIELDS);
    const netstat = host.proc.file("net/netstat", snmpParser());
    const snmp = host.proc.file("net/snmp", snmpParser());
    const snmp6 = host.proc.file("net/snmp6", snmp6Parser());
    const shown = new ShownColumns(wanted);
    const shown6 = new NamedFamilies((name) => familyOf6(name, wanted));
    return (emit) => {
      const counters6 = snmp6.readIf() ?? NONE;
      shown.emit(emit, [...netstat.read(), ...snmp.read()], counters6.names);
      shown6.emit(emit, counters6);
    };
  },
});

interface Column {
  /** Where its protocol is in the list of all. */
  readonly protocol: number;
  readonly index: number;
  readonly family: Family<readonly []>;
}

/** Emits the columns that are shown, worked out once for the same lines of names. */
class ShownColumns {
  private readonly wanted: NameTest;
  private lines: readonly CounterNames[] = [];
  private names6: readonly string[] = [];
  private columns: readonly Column[] = [];

  constructor(wanted: NameTest) {
    this.wanted = wanted;
  }

  /** `names6`: counters of snmp6, which stand for their protocols. */
  emit(emit: Emit, protocols: readonly ProtocolCounters[], names6: readonly string[]): void {
    if (names6 !== this.names6 || !areOf(protocols, this.lines)) this.select(protocols, names6);
    for (const { protocol, index, family } of this.columns) emit(family, protocols[protocol]?.values[index] ?? 0);
  }

  private select(protocols: readonly ProtocolCounters[], names6: readonly string[]): void {
    this.lines = protocols.map(({ names }) => names);
    this.names6 = names6;
    const protocols6 = new Set(names6.map(protocolOf6));
    this.columns = lastOfEach(this.lines)
      .filter(([{ protocol }]) => !protocols6.has(protocol))
      .flatMap(([names, place]) => selectColumns(names, place, this.wanted));
  }
}

function areOf(protocols: readonly ProtocolCounters[], lines: readonly CounterNames[]): boolean {
  if (protocols.length !== lines.length) return false;
  for (let i = 0; i < lines.length; i++) if (protocols[i]?.names !== lines[i]) return false;
  return true;
}

/** Each line with its place. A protocol that comes again replaces the earlier one. */
function lastOfEach(lines: readonly CounterNames[]): readonly (readonly [names: CounterNames, place: number])[] {
  return [...new Map(lines.map((names, place) => [names.protocol, [names, place] as const])).values()];
}

function selectColumns({ protocol, fields }: CounterNames, place: number, wanted: NameTest): readonly Column[] {
  return fields.flatMap((field, index) => {
    const name = `${protocol}_${field}`;
    return wanted(name) ? [{ protocol: place, index, family: fieldFamily(name) }] : [];
  });
}

function familyOf6(name: string, wanted: NameTest): Family<readonly []> | undefined {
  const protocol = protocolOf6(name);
  const field = `${protocol}_${name.slice(protocol.length)}`;
  return wanted(field) ? fieldFamily(field) : undefined;
}

/** `Icmp6` of `Icmp6InMsgs`. */
function protocolOf6(name: string): string {
  return name.slice(0, name.indexOf("6") + 1);
}

const NONE: NamedNumbers = { names: [], values: [] };
