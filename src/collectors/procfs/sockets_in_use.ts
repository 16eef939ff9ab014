/**
 * Makes a parser for how many sockets of a protocol (`UDP`, `UDP6`) there are, by the line `UDP: inuse 3 mem 0` of
 * /proc/net/sockstat or sockstat6 (net/ipv4/proc.c, net/ipv6/proc.c); undefined where there is no such line.
 */
export function inUseParser(protocol: string): (bytes: Buffer) => number | undefined {
  const line = new RegExp(`^${protocol}: inuse (\\d+)`, "m");
  return (bytes) => {
    const count = line.exec(bytes.toString("latin1"))?.[1];
    return count === undefined ? undefined : Number(count);
  };
}
