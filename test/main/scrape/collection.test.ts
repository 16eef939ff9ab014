import { expect, test } from "vitest";
import { Collection } from "../../../src/main/scrape/collection.ts";
import { failedSection } from "../../../src/workers/protocol/section.ts";
import { until } from "../../support/until.ts";

const LATER = 1e9;

function open(collectors: readonly number[]) {
  const due: string[][] = [];
  const collection = new Collection<string>(collectors, "key", (each) => due.push(each.takeDue()));
  const join = (payload: string, deadline: number, since = 0) => {
    const waiter = { since, deadline, payload };
    collection.join(waiter);
    return waiter;
  };
  return { collection, join, due };
}

test("it waits, runs and is done", () => {
  const { collection, join } = open([1]);
  join("a", LATER);
  expect(collection.state).toBe("waiting");
  collection.start(performance.now());
  expect(collection.state).toBe("running");
  expect(collection.takeAll()).toEqual(["a"]);
  expect([collection.state, collection.hasWaiters]).toEqual(["done", false]);
});

test("those whose deadline has passed are taken out, the others go on waiting for theirs", async () => {
  const { join, due } = open([1]);
  const now = performance.now();
  join("second", now + 40);
  join("first", now + 20);
  join("never", LATER);
  await until(() => due.flat().length === 2);
  expect(due.flat()).toEqual(["first", "second"]);
});

test("who leaves is not waited for", () => {
  const { collection, join } = open([1]);
  const waiter = join("a", LATER);
  join("b", LATER);
  collection.leave(waiter);
  expect(collection.takeAll()).toEqual(["b"]);
});

test("its patience is that of its most patient client", () => {
  const { collection, join } = open([1]);
  join("a", 1500, 1000);
  const patient = join("b", 5000, 1000);
  expect([collection.patience, collection.deadline]).toEqual([4000, 5000]);
  collection.leave(patient);
  expect(collection.patience).toBe(500);
});

test("its result shows how much of the time until its first deadline has passed, whoever is still there", async () => {
  const { collection, join, due } = open([1]);
  const now = performance.now();
  join("second", LATER);
  expect(collection.result([], true).timeUsed).toBeLessThan(0.01);
  join("first", now + 20);
  await until(() => due.length > 0);
  // The timer may fire early by a part of a millisecond.
  expect(collection.result([], true).timeUsed).toBeGreaterThan(0.9);
});

test("it has ended with its last run; sections of the others are kept, the first of each collector", () => {
  const { collection, join } = open([3, 1, 2]);
  join("a", LATER);
  collection.runBegins();
  collection.runBegins();
  expect(collection.runEnds([failedSection(1, "first"), failedSection(9, "of another collection")])).toBe(false);
  expect(collection.runEnds([])).toBe(true);
  const { sections, unfinished } = collection.result([failedSection(1, "second"), failedSection(2, "live")], false);
  expect(sections.map(({ collector, message }) => [collector, message])).toEqual([
    [1, "first"],
    [2, "live"],
  ]);
  expect(unfinished).toEqual([3]);
});

test("only its first result is the first one", () => {
  const { collection } = open([1]);
  expect([1, 2].map(() => collection.result([], true).first)).toEqual([true, false]);
});
