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
    if (name.includes("6") && !scanner.atLineEnd()) counters.push({ name, value: number(scanner) });
  }
  return counters;
}

const MAX_REMEMBERED = 64;
const remembered = new Map<string, CounterNames>();

/** The line of names hardly ever changes: it is split once. */
function namesOf(scanner: Scanner): CounterNames {
  const start = scanner.at;
  const line = scanner.line();
  const known = remembered.get(line);
  if (known !== undefined) return known;
  const [first = "", ...fields] = line.split(" ");
  if (first === "") {
    scanner.at = start;
    throw scanner.error("no protocol");
  }
  const names = { protocol: first.slice(0, -1), fields };
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(line, names);
  return names;
}

function parseValues(scanner: Scanner, { protocol, fields }: CounterNames): readonly number[] {
  scanner.skipWord();
  const values: number[] = [];
  for (; !scanner.atLineEnd(); values.push(number(scanner)));
  if (values.length !== fields.length) {
    throw scanner.error(`${values.length} values of ${fields.length} ${protocol} counters`);
  }
  scanner.nextLine();
  return values;
}

/** Integers nearly always; anything else that is a float is taken as well. */
function number(scanner: Scanner): number {
  const start = scanner.at;
  try {
    return scanner.int();
  } catch {
    // The float reader has the last word on what a number is.
    scanner.at = start;
    return scanner.float();
  }
}
