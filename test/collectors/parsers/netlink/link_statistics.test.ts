import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { COUNTERS } from "../../../../src/collectors/parsers/netlink/counter_table.ts";
import {
  LinkStatistics,
  linkStatisticsDumpRequest,
} from "../../../../src/collectors/parsers/netlink/link_statistics.ts";
import { buildAttribute, NETLINK_ROUTE } from "../../../../src/collectors/parsers/netlink/message.ts";
import { createNative } from "../../../../src/workers/native/native.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { header } from "./builder.ts";

const RTM_NEWSTATS = 92;

function message(index: number, counters: number): Buffer {
  const bytes = Buffer.alloc(counters * 8);
  for (let i = 0; i < counters; i++) bytes.writeBigUInt64LE(BigInt(index * 1000 + i), i * 8);
  const padding = buildAttribute(0, Buffer.alloc(0));
  return Buffer.concat([header(12, { 4: [4, index] }), padding, buildAttribute(1, bytes), buildAttribute(5, bytes)]);
}

function table(...messages: readonly Buffer[]): LinkStatistics {
  const statistics = new LinkStatistics();
  statistics.begin();
  for (const bytes of messages) statistics.message(RTM_NEWSTATS, bytes, 0, bytes.length);
  return statistics;
}

test.each([
  [23, 0],
  [24, 7023],
  [25, 7023],
])("reads %d counters of an interface", (counters, last) => {
  const statistics = table(message(2, 24), message(7, counters));
  expect(statistics.rows).toBe(2);
  expect([statistics.index(0), statistics.index(1)]).toEqual([2, 7]);
  expect([statistics.value(1, 0), statistics.value(1, 22), statistics.value(1, 23)]).toEqual([7000, 7022, last]);
});

test("rows of the dump before do not shine through", () => {
  const statistics = table(message(1, 24), message(2, 24));
  statistics.begin();
  const bytes = message(3, 23);
  statistics.message(RTM_NEWSTATS, bytes, 0, bytes.length);
  expect(statistics.rows).toBe(1);
  expect(statistics.value(0, COUNTERS.indexOf("rx_nohandler"))).toBe(0);
});

test("too few counters are an error, other messages and interfaces without counters are passed over", () => {
  expect(() => table(message(1, 22))).toThrow(new ParseError("rtnetlink link counters: 176 bytes are too few"));
  expect(table(header(12, { 4: [4, 1] })).rows).toBe(0);
  const statistics = table();
  statistics.message(16, message(1, 24), 0, 8);
  expect(statistics.rows).toBe(0);
});

test("the kernel gives them for this host's loopback", () => {
  const statistics = new LinkStatistics();
  createNative().netlink(NETLINK_ROUTE, linkStatisticsDumpRequest(), statistics);
  expect(Array.from({ length: statistics.rows }, (_, row) => statistics.index(row))).toContain(1);
});

test("survives garbage", () => {
  parserSurvivesGarbage((bytes) => table(bytes), message(1, 24));
});
