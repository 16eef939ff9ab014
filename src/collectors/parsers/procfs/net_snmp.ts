import { Scanner } from "../scanner.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";
import { type NamedNumbers, namedNumbersParser } from "./named_numbers.ts";

/** Names of one protocol's counters. The same kernel has the same object on every read. */
export interface CounterNames {
  readonly protocol: string;
  readonly fields: readonly string[];
}

export interface ProtocolCounters {
  readonly names: CounterNames;
  /** One for each name, until the next read. */
  readonly values: readonly number[];
}

/**
 * Makes a parser of /proc/net/netstat and /proc/net/snmp (net/ipv4/proc.c): pairs of lines, `Tcp: name name …` and
 * `Tcp: 1 2 …`.
 */
export function snmpParser(): (bytes: Buffer, path: string, skip?: Skip) => readonly ProtocolCounters[] {
  const known: KnownLine[] = [];
  return (bytes, path, skip = allOrNone) => {
    const scanner = new Scanner(bytes, path);
    const protocols: ProtocolCounters[] = [];
    let problem: Error | undefined;
    while (!scanner.atEnd()) {
      const start = scanner.at;
      try {
        const counters = countersOf(scanner, known, protocols.length);
        readValues(scanner, counters);
        protocols.push(counters);
      } catch (error) {
        scanner.at = start;
        skipPair(scanner);
        problem = skipParseError(error, skip);
      }
    }
    if (protocols.length === 0 && problem !== undefined) throw problem;
    return protocols;
  };
}

/** Makes a parser of /proc/net/snmp6 (net/ipv6/proc.c): `Ip6InReceives 12`, a counter of an IPv6 protocol a line. */
export function snmp6Parser(): (bytes: Buffer, path: string, skip?: Skip) => NamedNumbers {
  return namedNumbersParser({
    nameOf: (word) => (word.includes("6") ? word : undefined),
    value: (scanner) => (scanner.atLineEnd() ? undefined : scanner.number()),
  });
}

/** What the next read of the same protocol fills again. */
interface Counters extends ProtocolCounters {
  readonly values: number[];
}

/** A line of names with its line break, and the counters that follow it. */
interface KnownLine {
  readonly line: Buffer;
  readonly counters: Counters;
}

/** Moves past a line that cannot be read, and past the next one where that begins with the same word. */
function skipPair(scanner: Scanner): void {
  const protocol = scanner.word();
  scanner.nextLine();
  if (protocol !== "" && scanner.accept(protocol)) scanner.nextLine();
}

/** The lines of names hardly ever change: each is split once, and compared as bytes after that. */
function countersOf(scanner: Scanner, known: KnownLine[], place: number): Counters {
  const start = scanner.at;
  const last = known[place];
  if (last !== undefined && isNext(last.line, scanner)) {
    scanner.at = start + last.line.length;
    return last.counters;
  }
  const counters = { names: splitNames(scanner), values: [] };
  // Without a line break it might be the start of another line.
  if (!scanner.atEnd()) known[place] = { line: Buffer.from(scanner.bytes.subarray(start, scanner.at)), counters };
  return counters;
}

function isNext(line: Buffer, { bytes, at }: Scanner): boolean {
  return line.compare(bytes, at, Math.min(at + line.length, bytes.length)) === 0;
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

function readValues(scanner: Scanner, { names: { protocol, fields }, values }: Counters): void {
  if (!scanner.accept(protocol) || !scanner.accept(":")) throw scanner.error(`no values of ${protocol}`);
  let count = 0;
  for (; !scanner.atLineEnd(); count++) values[count] = scanner.number();
  if (values.length > count) values.length = count;
  if (count !== fields.length) throw scanner.error(`${count} values of ${fields.length} ${protocol} counters`);
  scanner.nextLine();
}
