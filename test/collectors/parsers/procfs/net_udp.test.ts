import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseUdpQueues } from "../../../../src/collectors/parsers/procfs/net_udp.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; queues and addresses are edited. */
const GOOD = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            
 1034: 3500007F:0035 00000000:0000 07 0000000F:00000500 00:00000000 00000000   101        0 5311 2 00000000a1b2c3d4 0         
 2203: 00000000:14EB 00000000:0000 07 00000001:0000001a 00:00000000 00000000   101        0 5309 2 00000000d4c3b2a1 17        
`;
const ROW = " 1: 3500007F:0035 00000000:0000 07 0000000F:00000500 00:00000000 00000000 101 0 5311 2 00000000a1b2c3d4 0";

test("sums both queues over all sockets", () => {
  expect(parseUdpQueues(Buffer.from(GOOD), "udp")).toEqual({ transmit: 16, receive: 1306 });
});

test.each([
  ["no sockets", GOOD.slice(0, GOOD.indexOf("\n") + 1)],
  ["an empty file", ""],
])("%s gives empty queues", (_, text) => {
  expect(parseUdpQueues(Buffer.from(text), "udp")).toEqual({ transmit: 0, receive: 0 });
});

test.each([
  ["a queue that is not hexadecimal", ROW.replace("0000000F:", "0000000G:"), "bad queue length"],
  ["a queue without receive part", ROW.replace(":00000500", ""), "bad queue length"],
  ["an empty queue", ROW.replace("0000000F:", ":"), "no queue length"],
  ["a uid that is no number", ROW.replace(" 101 ", " me "), '"me" is not a number'],
  ["an inode that is no number", ROW.replace(" 5311 ", " ? "), '"?" is not a number'],
  ["a row that ends before the drops", ROW.slice(0, -2), '"" is not a number'],
])("%s is an error", (_, row, problem) => {
  const parse = () => parseUdpQueues(Buffer.from(`header\n${row}\n`), "net/udp");
  expect(parse).toThrow(ParseError);
  expect(parse).toThrow(`net/udp: ${problem} in `);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseUdpQueues, GOOD);
});
