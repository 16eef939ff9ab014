import { expect, test } from "vitest";
import { LinkEvents } from "../../../../src/collectors/kernel/netlink/link-events.ts";
import type { NetlinkSubscription } from "../../../../src/collectors/kit/host.ts";
import { createNative } from "../../../../src/workers/native/native.ts";

const RTM_NEWLINK = 16;
const RTM_DELLINK = 17;
const RTM_NEWADDR = 20;

interface Announced {
  readonly type?: number;
  readonly index: number;
}

/** Events of a kernel that announces what it is given; `lose` as if some had been lost. */
function announcing() {
  let announced: readonly Announced[] = [];
  let isComplete = true;
  const drain: NetlinkSubscription["drain"] = (message) => {
    for (const { type = RTM_NEWLINK, index } of announced) {
      const header = Buffer.alloc(16);
      header.writeInt32LE(index, 4);
      message(type, header, 0, header.length);
    }
    announced = [];
    return isComplete;
  };
  const events = new LinkEvents({ ...createNative(), subscribe: () => ({ drain, close() {} }) });
  /** Which of the interfaces 1 and 2 count as changed by these announcements. */
  const changed = (now: readonly Announced[], lose = false): readonly number[] => {
    const before = [1, 2].map((index) => events.revision(index));
    announced = now;
    isComplete = !lose;
    events.drain();
    return [1, 2].filter((index, i) => events.revision(index) !== before[i]);
  };
  return { changed };
}

test("the interfaces that are announced count as changed, every time", () => {
  const { changed } = announcing();
  expect(changed([])).toEqual([]);
  expect(changed([{ index: 1 }])).toEqual([1]);
  expect(changed([{ index: 1 }])).toEqual([1]);
  expect(changed([{ index: 2, type: RTM_DELLINK }])).toEqual([2]);
  expect(changed([{ index: 1, type: RTM_NEWADDR }])).toEqual([]);
});

test("all count as changed where announcements were lost", () => {
  const { changed } = announcing();
  expect(changed([{ index: 1 }])).toEqual([1]);
  expect(changed([], true)).toEqual([1, 2]);
});

test("of interfaces that come and go for ever a bounded number is remembered: then all count as changed", () => {
  const { changed } = announcing();
  const others = Array.from({ length: 10_000 }, (_, i) => ({ index: 10 + i }));
  expect(changed([{ index: 1 }])).toEqual([1]);
  expect(changed(others.slice(1))).toEqual([]);
  expect(changed(others)).toEqual([1, 2]);
  expect(changed([])).toEqual([]);
});
