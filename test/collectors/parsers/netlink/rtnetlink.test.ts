import { expect, test } from "vitest";
import { parseAddress } from "../../../../src/collectors/parsers/netlink/addr.ts";
import { parseNeighbour } from "../../../../src/collectors/parsers/netlink/neigh.ts";
import { parseQdisc } from "../../../../src/collectors/parsers/netlink/qdisc.ts";
import { parseRoute } from "../../../../src/collectors/parsers/netlink/route.ts";
import { buildAttribute } from "../../../../src/collectors/parsers/netlink/message.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { header, hex, nested, number, text, whole } from "./builder.ts";

const ADDRESS = Buffer.concat([
  header(8, { 0: [1, 2], 1: [1, 24], 4: [4, 3] }),
  hex(1, "c0000202"),
  hex(2, "c0000201"),
]);
const NEIGHBOUR = Buffer.concat([header(12, { 0: [1, 2], 4: [4, 5], 8: [2, 0x40] }), hex(1, "c0000201")]);
const HOP_GATEWAY = hex(5, "c0000209");
const ROUTE = Buffer.concat([
  header(12, { 0: [1, 2], 1: [1, 16], 5: [1, 3], 7: [1, 1] }),
  hex(1, "c0000000"),
  number(6, 100),
  hex(7, "c0000201"),
  buildAttribute(
    9,
    Buffer.concat([header(8, { 0: [2, 16], 3: [1, 2], 4: [4, 4] }), HOP_GATEWAY, header(8, { 0: [2, 8], 4: [4, 5] })]),
  ),
]);
const BASIC = buildAttribute(1, header(16, { 0: [4, 7], 4: [4, 1], 8: [4, 8] }));
const QUEUE = buildAttribute(3, header(20, { 0: [4, 1], 4: [4, 2], 8: [4, 3], 12: [4, 4], 16: [4, 5] }));
const OLD_STATS = buildAttribute(
  3,
  header(40, { 0: [4, 9], 8: [4, 10], 12: [4, 11], 16: [4, 12], 28: [4, 13], 32: [4, 14] }),
);
const TCMSG = header(20, { 4: [4, 6], 12: [4, 0xffffffff] });
const QDISC = Buffer.concat([TCMSG, text(1, "fq_codel"), nested(7, BASIC, QUEUE)]);

test("an address is the own one, not the peer's", () => {
  const address = { interfaceIndex: 3, prefixLength: 24, address: Buffer.from([192, 0, 2, 1]) };
  expect(whole(parseAddress)(ADDRESS)).toEqual(address);
  const withoutLocal = ADDRESS.subarray(0, 16);
  expect(whole(parseAddress)(withoutLocal)?.address).toEqual(Buffer.from([192, 0, 2, 2]));
});

test("an address of another family is none", () => {
  expect(whole(parseAddress)(Buffer.concat([header(8, { 0: [1, 17] }), hex(1, "c0000202")]))).toBeUndefined();
});

test("a neighbour has interface and state", () => {
  expect(whole(parseNeighbour)(NEIGHBOUR)).toEqual({ interfaceIndex: 5, state: 0x40 });
});

test("a multipath route has its next hops", () => {
  expect(whole(parseRoute)(ROUTE)).toEqual({
    destinationLength: 16,
    destination: Buffer.from([192, 0, 0, 0]),
    preferredSource: Buffer.from([192, 0, 2, 1]),
    protocol: 3,
    type: 1,
    priority: 100,
    gateway: undefined,
    outInterface: 0,
    nextHops: [
      { outInterface: 4, gateway: Buffer.from([192, 0, 2, 9]), weight: 3 },
      { outInterface: 5, gateway: undefined, weight: 1 },
    ],
  });
});

test("a plain route has one interface and gateway", () => {
  const route = Buffer.concat([header(12, { 0: [1, 10], 7: [1, 1] }), number(4, 8), hex(5, "fd".padEnd(32, "0"))]);
  expect(whole(parseRoute)(route)).toMatchObject({
    outInterface: 8,
    gateway: { length: 16 },
    nextHops: [],
    priority: 0,
  });
});

test("a next hop without length is an error, not an endless loop", () => {
  const hops = buildAttribute(9, header(8, { 0: [2, 0] }));
  expect(() => whole(parseRoute)(Buffer.concat([header(12, { 0: [1, 2] }), hops]))).toThrow(
    "rtnetlink next hop: message 8 bytes too short",
  );
});

test("a queueing discipline has the newer statistics", () => {
  expect(whole(parseQdisc)(QDISC)).toEqual({
    interfaceIndex: 6,
    parent: 0xffffffff,
    kind: "fq_codel",
    bytes: 7 + 2 ** 32,
    packets: 8,
    queueLength: 1,
    backlog: 2,
    drops: 3,
    requeues: 4,
    overlimits: 5,
  });
});

test("of both kinds of statistics the later one counts, but only the newer knows requeues", () => {
  const qdisc = whole(parseQdisc)(Buffer.concat([QDISC, OLD_STATS]));
  expect(qdisc).toMatchObject({ bytes: 9, packets: 10, drops: 11, overlimits: 12, queueLength: 13, backlog: 14 });
  expect(qdisc.requeues).toBe(4);
});

test.each([
  ["address", whole<unknown>(parseAddress), ADDRESS],
  ["neighbour", whole<unknown>(parseNeighbour), NEIGHBOUR],
  ["route", whole<unknown>(parseRoute), ROUTE],
  ["queueing discipline", whole<unknown>(parseQdisc), Buffer.concat([QDISC, OLD_STATS])],
])("%s survives garbage", (_, parse, good) => {
  parserSurvivesGarbage(parse, good);
});
