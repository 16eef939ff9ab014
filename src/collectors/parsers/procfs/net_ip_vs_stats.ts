import { Scanner } from "../scanner.ts";

/** Totals of /proc/net/ip_vs_stats; 64 bit since Linux 4.1, before that 32 bit that wrap. */
export interface IpvsTotals {
  readonly connections: number;
  readonly incomingPackets: number;
  readonly outgoingPackets: number;
  readonly incomingBytes: number;
  readonly outgoingBytes: number;
}

/** Parses the hexadecimal numbers below the two heading lines of ip_vs_stats_show (net/netfilter/ipvs/ip_vs_ctl.c). */
export function parseIpVsStats(bytes: Buffer, path: string): IpvsTotals {
  const scanner = new Scanner(bytes, path);
  scanner.nextLine();
  scanner.nextLine();
  const totals = {
    connections: scanner.hex(),
    incomingPackets: scanner.hex(),
    outgoingPackets: scanner.hex(),
    incomingBytes: scanner.hex(),
    outgoingBytes: scanner.hex(),
  };
  return totals;
}
