import { expect, test } from "vitest";
import type { Link } from "../../../../src/collectors/parsers/netlink/link.ts";
import { LinkList } from "../../../../src/collectors/parsers/netlink/link_list.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { header, nested, number, text } from "./builder.ts";

const RTM_NEWLINK = 16;

interface Content {
  readonly mtu?: number;
  /** Of attributes that are not compared: a bridge's timers and counters by protocol. */
  readonly timer?: number;
  readonly counter?: number;
  readonly queues?: number;
}

function message(index: number, { mtu = 1500, timer = 0, counter = 0, queues = 1 }: Content = {}): Buffer {
  return Buffer.concat([
    header(16, { 4: [4, index] }),
    text(3, `if${index}`),
    nested(18, text(1, "bridge"), nested(2, number(1, timer))),
    number(4, mtu),
    nested(26, number(2, counter)),
    number(31, queues),
  ]);
}

function dump(list: LinkList, ...messages: readonly Buffer[]): readonly Link[] {
  list.begin();
  for (const bytes of messages) list.message(RTM_NEWLINK, bytes, 0, bytes.length);
  return list.finish();
}

test("a link of which the same is told is the same object, wherever it comes in the dump", () => {
  const list = new LinkList();
  const [first, second] = dump(list, message(1), message(2));
  expect(first).toMatchObject({ index: 1, name: "if1", mtu: 1500, kind: "bridge" });
  const again = dump(list, message(3), message(2), message(1));
  expect(again.map(({ index }) => index)).toEqual([3, 2, 1]);
  expect(again[1]).toBe(second);
  expect(again[2]).toBe(first);
  expect(list.get(2)).toBe(second);
});

test("messages may lie anywhere in the buffer", () => {
  const list = new LinkList();
  const [first] = dump(list, message(1));
  const shifted = Buffer.concat([Buffer.alloc(8, 0xff), message(1), Buffer.alloc(8, 0xff)]);
  list.begin();
  list.message(RTM_NEWLINK, shifted, 8, shifted.length - 8);
  expect(list.finish()[0]).toBe(first);
});

test.each<readonly [string, Content, boolean]>([
  ["timers", { timer: 9 }, true],
  ["counters", { counter: 9 }, true],
  ["an attribute that is read", { mtu: 1400 }, false],
  ["an attribute that is not read", { queues: 2 }, false],
  ["timers and the attribute behind them", { timer: 9, mtu: 1400 }, false],
  ["the last attribute behind counters", { counter: 9, queues: 2 }, false],
])("after a change of %s", (_, change, same) => {
  const list = new LinkList();
  const [before] = dump(list, message(1));
  const [after] = dump(list, message(1, change));
  expect(after === before).toBe(same);
  expect(after?.mtu).toBe(change.mtu ?? 1500);
});

test("what is longer, shorter or in another place is another", () => {
  const list = new LinkList();
  const [before] = dump(list, message(1));
  const [longer] = dump(list, Buffer.concat([message(1), number(20, 0)]));
  expect(longer).not.toBe(before);
  const moved = Buffer.concat([
    message(1).subarray(0, 24),
    number(4, 1500),
    message(1).subarray(24, 48),
    message(1).subarray(56),
  ]);
  expect(moved).toHaveLength(message(1).length);
  expect(dump(list, message(1))[0]).not.toBe(dump(list, moved)[0]);
});

test("a link that is gone is forgotten; a dump that starts again counts from there", () => {
  const list = new LinkList();
  const [, second] = dump(list, message(1), message(2));
  expect(dump(list, message(2))).toEqual([second]);
  expect(list.get(1)).toBeUndefined();
  list.begin();
  list.message(RTM_NEWLINK, message(7), 0, message(7).length);
  expect(dump(list, message(2))).toEqual([second]);
  expect(list.get(7)).toBeUndefined();
});

test("survives garbage", () => {
  parserSurvivesGarbage((bytes) => dump(new LinkList(), bytes), message(1));
});
