import { expect, test } from "vitest";
import { LOOK_EVERY, Pace } from "../../../src/main/scrape/pace.ts";

/** Collections that follow each other, `every` so many seconds; each takes so many milliseconds. */
class Collections {
  private readonly pace = new Pace();
  private now = 0;
  private milliseconds = 0;

  /** What so many looks show. */
  looks(count: number, milliseconds: number, every: number): boolean[] {
    return Array.from({ length: count }, () => {
      this.now += LOOK_EVERY * every * 1000;
      this.milliseconds += LOOK_EVERY * milliseconds;
      return this.pace.look(this.now, this.milliseconds);
    });
  }
}

test.each([
  ["a small host every 15 s", 3, 15, false],
  ["a small host every second", 3, 1, false],
  ["a small host all the time", 1, 0.002, true],
  ["a small host twenty times a second", 2, 0.05, true],
  ["a large host every 15 s", 100, 15, true],
])("%s: %i ms every %f s, busy: %s", (_, milliseconds, every, isBusy) => {
  // Until the first look nobody knows how long it was.
  expect(new Collections().looks(3, milliseconds, every)).toEqual([false, isBusy, isBusy]);
});

test("what follows a load is looked at by itself", () => {
  const collections = new Collections();
  expect(collections.looks(3, 1, 0.01)).toEqual([false, true, true]);
  expect(collections.looks(2, 3, 15)).toEqual([false, false]);
});
