import { defineCollector, type Emit } from "./define.ts";
import { isNotExist } from "./errors.ts";
import { type Family, familyCache, untyped } from "./family.ts";
import { compilePattern, type NameTest } from "./filter.ts";
import { ONE_RECORD, type ParsedFile } from "./host.ts";
import {
  type CounterNames,
  parseSnmp,
  type ProtocolCounters,
  type Snmp6Counters,
  snmp6Parser,
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
    const snmp6 = host.proc.file("net/snmp6", snmp6Parser(), ONE_RECORD);
    const columnsOf = columnCache(wanted);
    const tableOf6 = tableCache(wanted);
    return (emit) => {
      const counters6 = readIfExists(snmp6);
      const { protocols, families } = tableOf6(counters6.names);
      for (const { names, values } of lastOfEach([...netstat.read(), ...snmp.read()])) {
        if (!protocols.has(names.protocol)) emitColumns(emit, columnsOf(names), values);
      }
      for (let i = 0; i < families.length; i++) {
        const family = families[i];
        if (family !== undefined) emit(family, counters6.values[i] ?? 0);
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

/** What the names of snmp6 come to. */
interface Table6 {
  /** Protocols that snmp6 has counters of. */
  readonly protocols: ReadonlySet<string>;
  /** The family of each counter; undefined for those that are not shown. */
  readonly families: readonly (Family<readonly []> | undefined)[];
}

/** Worked out once for each list of names. */
function tableCache(wanted: NameTest): (names: readonly string[]) => Table6 {
  const known = new WeakMap<readonly string[], Table6>();
  return (names) => {
    let table = known.get(names);
    if (table === undefined) {
      const families = names.map((name) => familyOf6(name, wanted));
      known.set(names, (table = { protocols: new Set(names.map(protocolOf6)), families }));
    }
    return table;
  };
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

const NONE: Snmp6Counters = { names: [], values: [] };

function readIfExists(file: ParsedFile<Snmp6Counters>): Snmp6Counters {
  try {
    return file.read();
  } catch (error) {
    if (isNotExist(error)) return NONE;
    throw error;
  }
}
