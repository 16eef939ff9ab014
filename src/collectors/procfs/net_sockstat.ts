import { Scanner } from "../scanner.ts";

/** One line of /proc/net/sockstat or sockstat6: `TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1`. */
export interface SockstatLine {
  /** `sockets` for the line that counts all sockets. */
  readonly protocol: string;
  /** `mem` is in pages, `memory` in bytes. */
  readonly values: ReadonlyMap<string, number>;
}

/** Parses sockstat_seq_show (net/ipv4/proc.c) and sockstat6_seq_show (net/ipv6/proc.c). */
export function parseSockstat(bytes: Buffer, path: string): readonly SockstatLine[] {
  const scanner = new Scanner(bytes, path);
  const lines: SockstatLine[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) lines.push(parseLine(scanner));
  return lines;
}

function parseLine(scanner: Scanner): SockstatLine {
  const protocol = scanner.word();
  if (!protocol.endsWith(":")) throw scanner.error("no protocol with a colon");
  const values = new Map<string, number>();
  while (!scanner.atLineEnd()) {
    const key = scanner.word();
    if (scanner.atLineEnd()) throw scanner.error(`no value of ${JSON.stringify(key)}`);
    values.set(key, scanner.int());
  }
  if (values.size === 0) throw scanner.error("no values");
  return { protocol: protocol.slice(0, -1), values };
}
