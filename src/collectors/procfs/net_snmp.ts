import { Scanner } from "../scanner.ts";

/** Names of one protocol's counters. The same kernel gives the same object at each read. */
export interface CounterNames {
  readonly protocol: string;
  readonly fields: readonly string[];
}

export interface ProtocolCounters {
  readonly names: CounterNames;
  readonly values: readonly number[];
}

/**
 * Parses /proc/net/netstat and /proc/net/snmp (net/ipv4/proc.c): pairs of lines, `Tcp: name name …` and `Tcp: 1 2 …`.
 */
export function parseSnmp(bytes: Buffer, path: string): readonly ProtocolCounters[] {
  const scanner = new Scanner(bytes, path);
  const protocols: ProtocolCounters[] = [];
  while (!scanner.atEnd()) {
    const names = namesOf(scanner);
    if (scanner.atEnd()) throw scanner.error(`no values of ${names.protocol}`);
    protocols.push({ names, values: parseValues(scanner, names) });
  }
  return protocols;
}

/** /proc/net/snmp6 (net/ipv6/proc.c): `Ip6InReceives 12`, a counter a line; the name as it stands there. */
export interface Snmp6Counter {
  readonly name: string;
  readonly value: number;
}

export function parseSnmp6(bytes: Buffer, path: string): readonly Snmp6Counter[] {
  const scanner = new Scanner(bytes, path);
  const counters: Snmp6Counter[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const name = scanner.word();
    if (name.includes("6") && !scanner.atLineEnd()) counters.push({ name, value: scanner.number() });
  }
  return counters;
}

const MAX_REMEMBERED = 64;

/** Lines of names by their first bytes (the protocol), each with the names that it holds. */
const remembered = new Map<string, { readonly line: Buffer; readonly names: CounterNames }>();

/** The line of names hardly ever changes: it is split once, and compared as bytes after that. */
function namesOf(scanner: Scanner): CounterNames {
  const start = scanner.at;
  const first = scanner.word();
  const known = remembered.get(first);
  if (known !== undefined && isNext(known.line, scanner, start)) {
    scanner.nextLine();
    return known.names;
  }
  scanner.at = start;
  const names = splitNames(scanner);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(first, { line: Buffer.from(scanner.bytes.subarray(start, scanner.at)), names });
  return names;
}

function isNext(line: Buffer, { bytes }: Scanner, start: number): boolean {
  return line.compare(bytes, start, Math.min(start + line.length, bytes.length)) === 0;
}

function splitNames(scanner: Scanner): CounterNames {
  const start = scanner.at;
  const [first = "", ...fields] = scanner.line().split(" ");
  if (first === "") {
    scanner.at = start;
    throw scanner.error("no protocol");
  }
  return { protocol: first.slice(0, -1), fields };
}

function parseValues(scanner: Scanner, { protocol, fields }: CounterNames): readonly number[] {
  scanner.skipWord();
  const values: number[] = [];
  for (; !scanner.atLineEnd(); values.push(scanner.number()));
  if (values.length !== fields.length) {
    throw scanner.error(`${values.length} values of ${fields.length} ${protocol} counters`);
  }
  scanner.nextLine();
  return values;
}
