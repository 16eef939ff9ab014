import { expect, test } from "vitest";
import { Patience } from "../../../src/main/scrape/collection.ts";

test("the most patient client counts for one to two minutes, however impatient others are", () => {
  const patience = new Patience();
  patience.note(9500, 0);
  for (let now = 1000; now < 60_000; now += 1000) patience.note(50, now);
  expect(patience.longest).toBe(9500);
  patience.note(2000, 61_000);
  expect(patience.longest).toBe(9500);
  patience.note(2000, 122_000);
  expect(patience.longest).toBe(2000);
});

test("after a long time without clients the earlier ones are forgotten", () => {
  const patience = new Patience();
  patience.note(9500, 0);
  patience.note(3000, 1_000_000);
  expect(patience.longest).toBe(3000);
});

test("a run gets a second at least", () => {
  const patience = new Patience();
  patience.note(50, 0);
  expect(patience.longest).toBe(1000);
});
