import { expect, test } from "vitest";
import { Sizing, type SizingOptions } from "../../../src/main/scrape/sizing.ts";
import { section } from "./pieces.ts";

const OPTIONS: SizingOptions = {
  maxLanes: 3,
  worthwhile: 0.02,
  negligible: 0.005,
  growAfter: 3,
  shrinkAfter: 4,
  proveAfter: 5,
  retryAfter: 10,
};

test("a lane is split in halves of the same cost, when that has been worthwhile for some collections", () => {
  const sizing = sizingWith([0.05, 0.03, 0.02]);
  expect([1, 2].map(() => sizing.decide([[0, 1, 2]]))).toEqual([undefined, undefined]);
  expect(sizing.decide([[0, 1, 2]])).toEqual({ kind: "split", lane: 0, moved: [1, 2] });
  expect(sizing.decide([[0, 1, 2]])).toBeUndefined();
});

test.each<[string, readonly number[], readonly (readonly number[])[]]>([
  ["short collections", [0.005, 0.005, 0.009], [[0, 1, 2]]],
  ["one collector that takes nearly all", [0.5, 0.005, 0.005], [[0, 1, 2]]],
  ["another lane that takes as long", [0.1, 0.05, 0.05], [[0], [1, 2]]],
  ["as many lanes as there may be", [0.1, 0.1, 0.1, 0.1], [[0], [1], [2, 3]]],
])("%s: no further lane", (_, costs, lanes) => {
  const sizing = sizingWith(costs);
  expect(Array.from({ length: 10 }, () => sizing.decide(lanes)?.kind)).not.toContain("split");
});

test("a short collection in between starts the count over", () => {
  const sizing = sizingWith([0.05, 0.05]);
  sizing.decide([[0, 1]]);
  sizing.decide([[0, 1]]);
  sizing.decide([[0], [1]]);
  expect(sizing.decide([[0, 1]])).toBeUndefined();
});

test("the shortest lanes are joined, the later into the earlier, when that has cost little for some collections", () => {
  const sizing = sizingWith([0.002, 0.05, 0.001]);
  const lanes = [[0], [1], [2]];
  expect([1, 2, 3].map(() => sizing.decide(lanes))).toEqual([undefined, undefined, undefined]);
  expect(sizing.decide(lanes)).toEqual({ kind: "join", lane: 2, into: 0 });
});

test("lanes that are worth their while stay", () => {
  const sizing = sizingWith([0.05, 0.05]);
  expect(Array.from({ length: 10 }, () => sizing.decide([[0], [1]]))).toEqual(Array.from({ length: 10 }));
});

test("a worker that has not made collections shorter leaves, and another one is tried later", () => {
  const sizing = sizingWith([0.05, 0.05]);
  const one = [[0, 1]];
  const two = [[0], [1]];
  const growth = Array.from({ length: 3 }, () => sizing.decide(one)?.kind);
  expect(growth).toEqual([undefined, undefined, "split"]);
  // Beside each other both take twice as long.
  for (let i = 0; i < 40; i++) sizing.record([0, 1].map((collector) => section(collector, { seconds: 0.1 })));
  const trial = Array.from({ length: 5 }, () => sizing.decide(two));
  expect(trial).toEqual([undefined, undefined, undefined, undefined, { kind: "join", lane: 1, into: 0 }]);
  for (let i = 0; i < 40; i++) sizing.record([0, 1].map((collector) => section(collector, { seconds: 0.05 })));
  const later = Array.from({ length: 12 }, () => sizing.decide(one)?.kind);
  expect(later).toEqual([...Array.from({ length: 11 }), "split"]);
});

test("a worker that has made collections shorter stays", () => {
  const sizing = sizingWith([0.05, 0.05]);
  for (let i = 0; i < 3; i++) sizing.decide([[0, 1]]);
  const trial = Array.from({ length: 20 }, () => sizing.decide([[0], [1]]));
  expect(trial).toEqual(Array.from({ length: 20 }));
});

test("what a collector takes is an average: one long collection does not count", () => {
  const sizing = sizingWith([0.001, 0.001]);
  sizing.record([section(0, { seconds: 0.06 }), section(1, { seconds: 0.06 })]);
  expect(Array.from({ length: 5 }, () => sizing.decide([[0, 1]])?.kind)).not.toContain("split");
});

function sizingWith(costs: readonly number[]): Sizing {
  const sizing = new Sizing(OPTIONS);
  sizing.record(costs.map((seconds, collector) => section(collector, { seconds })));
  return sizing;
}
