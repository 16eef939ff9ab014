import { defineCollector, type Emit } from "./define.ts";
import { isNotExist } from "./errors.ts";
import { type Family, familyCache, untyped } from "./family.ts";
import { compilePattern, type NameTest } from "./filter.ts";
import { ONE_RECORD, type ParsedFile } from "./host.ts";
import {
  type CounterNames,
  parseSnmp,
  parseSnmp6,
  type ProtocolCounters,
  type Snmp6Counter,
} from "./procfs/net_snmp.ts";

const FIELDS =
  "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$";

const fieldFamily = familyCache((field) =>
  untyped(`node_netstat_${field.replaceAll(/[^0-9A-Za-z_]/g, "_")}`, `Counter ${field} of the network protocols.`),
);

export default defineCollector({
  name: "netstat",
  summary: "Protocol counters from /proc/net/netstat, /proc/net/snmp and /proc/net/snmp6.",
  enabledByDefault: true,
  flags: {
    "collector.netstat.fields": {
      type: "string",
      default: FIELDS,
      help: "Regular expression of the counters to show, each named protocol_field.",
    },
  },
  create({ host, flags }) {
    const wanted = compilePattern("collector.netstat.fields", flags["collector.netstat.fields"]);
    const netstat = host.proc.file("net/netstat", parseSnmp, ONE_RECORD);
    const snmp = host.proc.file("net/snmp", parseSnmp, ONE_RECORD);
    const snmp6 = host.proc.file("net/snmp6", parseSnmp6, ONE_RECORD);
    const columnsOf = columnCache(wanted);
    const family6 = familyOf6(wanted);
    return (emit) => {
      const counters6 = readIfExists(snmp6);
      const replaced = new Set(counters6.map(({ name }) => protocolOf6(name)));
      for (const { names, values } of lastOfEach([...netstat.read(), ...snmp.read()])) {
        if (!replaced.has(names.protocol)) emitColumns(emit, columnsOf(names), values);
      }
      for (const { name, value } of counters6) {
        const family = family6(name);
        if (family !== undefined) emit(family, value);
      }
    };
  },
});

interface Column {
  readonly index: number;
  readonly family: Family<readonly []>;
}

function emitColumns(emit: Emit, columns: readonly Column[], values: readonly number[]): void {
  for (const { index, family } of columns) emit(family, values[index] ?? 0);
}

/** A protocol that comes again replaces the earlier one. */
function lastOfEach(protocols: readonly ProtocolCounters[]): Iterable<ProtocolCounters> {
  return new Map(protocols.map((each) => [each.names.protocol, each])).values();
}

/** The columns that are shown, worked out once for each line of names. */
function columnCache(wanted: NameTest): (names: CounterNames) => readonly Column[] {
  const known = new WeakMap<CounterNames, readonly Column[]>();
  return (names) => {
    let columns = known.get(names);
    if (columns === undefined) known.set(names, (columns = selectColumns(names, wanted)));
    return columns;
  };
}

function selectColumns({ protocol, fields }: CounterNames, wanted: NameTest): readonly Column[] {
  return fields.flatMap((field, index) => {
    const name = `${protocol}_${field}`;
    return wanted(name) ? [{ index, family: fieldFamily(name) }] : [];
  });
}

/** The family of a counter of snmp6, worked out once; undefined when it is not shown. */
function familyOf6(wanted: NameTest): (name: string) => Family<readonly []> | undefined {
  const families = new Map<string, Family<readonly []> | undefined>();
  return (name) => {
    if (!families.has(name)) {
      const protocol = protocolOf6(name);
      const field = `${protocol}_${name.slice(protocol.length)}`;
      families.set(name, wanted(field) ? fieldFamily(field) : undefined);
    }
    return families.get(name);
  };
}

/** `Icmp6` of `Icmp6InMsgs`. */
function protocolOf6(name: string): string {
  return name.slice(0, name.indexOf("6") + 1);
}

function readIfExists(file: ParsedFile<readonly Snmp6Counter[]>): readonly Snmp6Counter[] {
  try {
    return file.read();
  } catch (error) {
    if (isNotExist(error)) return [];
    throw error;
  }
}
