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

/** Names as they stand in /proc/net/snmp6, and their values. The same kernel gives the same names object at each read. */
export interface Snmp6Counters {
  readonly names: readonly string[];
  readonly values: readonly number[];
}

/** Makes a parser of /proc/net/snmp6 (net/ipv6/proc.c): `Ip6InReceives 12`, a counter a line. */
export function snmp6Parser(): (bytes: Buffer, path: string) => Snmp6Counters {
  // The running kernel gives the same names in the same order at each read: they are decoded once.
  const known: string[] = [];
  let names: readonly string[] = [];
  return (bytes, path) => {
    const scanner = new Scanner(bytes, path);
    const values: number[] = [];
    for (let line = 0; !scanner.atEnd(); line++, scanner.nextLine()) {
      let name = known[line];
      if (name === undefined || !scanner.acceptWord(name)) known[line] = name = scanner.word();
      if (!name.includes("6") || scanner.atLineEnd()) continue;
      if (names[values.length] !== name) names = [...names.slice(0, values.length), name];
      values.push(scanner.number());
    }
    if (names.length > values.length) names = names.slice(0, values.length);
    return { names, values };
  };
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
