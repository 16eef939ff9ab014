import { KnownWords } from "../known-words.ts";
import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One line of /proc/net/sockstat or sockstat6: `TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1`. */
export interface SockstatLine {
  /** `sockets` for the line that counts all sockets. */
  readonly protocol: string;
  /** `mem` is in pages, `memory` in bytes. */
  readonly values: ReadonlyMap<string, number>;
}

/** Makes a parser of sockstat_seq_show (net/ipv4/proc.c) and sockstat6_seq_show (net/ipv6/proc.c). */
export function sockstatParser(): (bytes: Buffer, path: string, skip?: Skip) => readonly SockstatLine[] {
  const protocols = new KnownWords(protocolOf);
  const keys = new KnownWords((word) => word);
  return (bytes, path, skip = allOrNone) => {
    const scanner = new Scanner(bytes, path);
    const lines: SockstatLine[] = [];
    let place = 0;
    readLines(scanner, skip, () => {
      const protocol = protocols.next(scanner, lines.length);
      const values = new Map<string, number>();
      for (; !scanner.atLineEnd(); place++) readValue(scanner, keys.next(scanner, place), values);
      if (values.size === 0) throw scanner.error("no values");
      lines.push({ protocol, values });
    });
    return lines;
  };
}

function protocolOf(word: string, scanner: Scanner): string {
  if (!word.endsWith(":")) throw scanner.error("no protocol with a colon");
  return word.slice(0, -1);
}

function readValue(scanner: Scanner, key: string, values: Map<string, number>): void {
  if (scanner.atLineEnd()) throw scanner.error(`no value of ${JSON.stringify(key)}`);
  values.set(key, scanner.int());
}
