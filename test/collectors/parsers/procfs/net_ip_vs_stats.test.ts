import { expect, test } from "vitest";
import { parseIpVsStats } from "../../../../src/collectors/parsers/procfs/net_ip_vs_stats.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const STATS = `   Total Incoming Outgoing         Incoming         Outgoing
   Conns  Packets  Packets            Bytes            Bytes
      1F FFFFFFFFFFFFFFFF       0A     1000000000                0

 Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s
       4    1FB3C        0          1282A8F                0
`;

const parse = (text: string) => parseIpVsStats(Buffer.from(text), "net/ip_vs_stats");

test("reads hexadecimal totals", () => {
  expect(parse(STATS)).toEqual({
    connections: 31,
    incomingPackets: 2 ** 64,
    outgoingPackets: 10,
    incomingBytes: 68_719_476_736,
    outgoingBytes: 0,
  });
});

test.each([
  ["", '"" is not a number'],
  [STATS.replace("1F ", "xy "), '"xy" is not a number'],
])("%j is an error", (text, message) => {
  expect(() => parse(text)).toThrow(message);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseIpVsStats, STATS);
});
