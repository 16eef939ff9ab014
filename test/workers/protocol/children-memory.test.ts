import { expect, test } from "vitest";
import { childrenMemory, Orphans, orphansMemory } from "../../../src/workers/protocol/children-memory.ts";

test("orphans are those of all workers that have ended, until they have ended themselves", () => {
  const memory = orphansMemory();
  const orphans = new Orphans(memory);
  orphans.takeOver(childrenOf(11, 0, 13));
  new Orphans(memory).takeOver(childrenOf(0, 22));
  expect(orphans.count[0]).toBe(3);
  const asked: number[] = [];
  orphans.forget((pid) => asked.push(pid) > 0 && pid === 13);
  expect(asked).toEqual([11, 13, 22]);
  expect(orphans.count[0]).toBe(2);
  orphans.takeOver(childrenOf(31));
  const left: number[] = [];
  orphans.forget((pid) => left.push(pid) > 0);
  expect(left).toEqual([11, 31, 22]);
  expect(orphans.count[0]).toBe(0);
});

test("one that another thread has forgotten meanwhile is counted once", () => {
  const memory = orphansMemory();
  const orphans = new Orphans(memory);
  orphans.takeOver(childrenOf(11));
  orphans.forget(() => {
    new Orphans(memory).forget(() => true);
    return true;
  });
  expect(orphans.count[0]).toBe(0);
});

test("more than there are places for are left to the end of the process", () => {
  const orphans = new Orphans(orphansMemory());
  for (let i = 0; i < 40; i++) orphans.takeOver(childrenOf(2 * i + 1, 2 * i + 2));
  expect(orphans.count[0]).toBe(64);
});

function childrenOf(...pids: number[]): SharedArrayBuffer {
  const memory = childrenMemory();
  new Int32Array(memory).set(pids);
  return memory;
}
