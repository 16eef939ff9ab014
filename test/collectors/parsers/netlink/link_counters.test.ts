import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { COUNTERS } from "../../../../src/collectors/parsers/netlink/counter_table.ts";
import { LinkCounters } from "../../../../src/collectors/parsers/netlink/link_counters.ts";
import { buildAttribute } from "../../../../src/collectors/parsers/netlink/message.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { header, text } from "./builder.ts";

const RTM_NEWLINK = 16;
const IFINFOMSG = header(16, { 4: [4, 7] });
const counting = (fields: number, width: 4 | 8): Buffer => {
  const bytes = Buffer.alloc(fields * width);
  for (let i = 0; i < fields; i++) bytes.writeUInt32LE(i + 1, i * width);
  return bytes;
};

test.each([
  ["23 counters of 64 bit", 23, 23, 8],
  ["24 counters of 64 bit", 23, 24, 8],
  ["25 counters of 64 bit", 23, 25, 8],
  ["a later kernel's 30", 23, 30, 8],
  ["23 counters of 32 bit", 7, 23, 4],
  ["24 counters of 32 bit", 7, 24, 4],
] as const)("reads %s", (_, type, fields, width) => {
  const links = table(link("eth0", type, counting(fields, width)));
  expect(links.rows).toBe(1);
  expect(links.name(0)).toBe("eth0");
  const want = COUNTERS.map((_, i) => (i < fields ? i + 1 : 0));
  expect(COUNTERS.map((_, column) => links.value(0, column))).toEqual(want);
});

test("64-bit counters are preferred wherever they come", () => {
  const wide = buildAttribute(23, counting(24, 8));
  const narrow = buildAttribute(7, Buffer.alloc(96, 1));
  for (const order of [
    [wide, narrow],
    [narrow, wide],
  ]) {
    expect(table(Buffer.concat([IFINFOMSG, text(3, "eth0"), ...order])).value(0, 0)).toBe(1);
  }
});

test("links without counters are left out, and the table is used again", () => {
  const links = new LinkCounters();
  for (let scrape = 0; scrape < 2; scrape++) {
    links.begin();
    feed(links, Buffer.concat([IFINFOMSG, text(3, "none")]));
    for (let i = 0; i < 40; i++) feed(links, link(`veth${i}`, 23, counting(24, 8)));
    expect(links.rows).toBe(40);
    expect(links.name(39)).toBe("veth39");
    expect(links.value(39, 23)).toBe(24);
  }
});

test("large counters are exact to a float64, and sums wrap at 2^64", () => {
  const stats = Buffer.alloc(24 * 8);
  stats.writeBigUInt64LE(2n ** 64n - 1n, 0);
  stats.writeBigUInt64LE(3n, 8);
  stats.writeBigUInt64LE(2n ** 33n + 2n ** 32n - 1n, 16);
  stats.writeBigUInt64LE(1n, 24);
  const links = table(link("eth0", 23, stats));
  expect(links.value(0, 0)).toBe(2 ** 64);
  expect(links.sum(0, [0, 1])).toBe(2);
  expect(links.sum(0, [2, 3])).toBe(2 ** 33 + 2 ** 32);
});

test("too few counters are an error", () => {
  expect(() => table(link("eth0", 23, Buffer.alloc(22 * 8)))).toThrow(
    new ParseError("rtnetlink link counters: 176 bytes are too few"),
  );
});

test("survives garbage", () => {
  parserSurvivesGarbage(table, link("eth0", 23, counting(24, 8)));
});

function link(name: string, type: number, stats: Buffer): Buffer {
  return Buffer.concat([IFINFOMSG, text(3, name), buildAttribute(type, stats)]);
}

function table(message: Buffer): LinkCounters {
  const links = new LinkCounters();
  links.begin();
  feed(links, message);
  return links;
}

function feed(links: LinkCounters, message: Buffer): void {
  links.message(RTM_NEWLINK, message, 0, message.length);
}
