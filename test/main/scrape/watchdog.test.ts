import { expect, test } from "vitest";
import { Watchdog, type Watched } from "../../../src/main/scrape/watchdog.ts";

/** A worker whose state the tests set. */
class Worker implements Watched {
  published = 0;
  hasBegun = true;
  active: number | undefined = 0;

  activeMilliseconds(): number | undefined {
    return this.active;
  }
}

/** When the worker counts as stuck, in milliseconds since the task's start, if `change` happens before each look. */
function stuckAfter(left: number, change: (worker: Worker, now: number) => void): number {
  const worker = new Worker();
  const watchdog = new Watchdog(worker, left, 0);
  for (let now = watchdog.interval; now < 60_000; now += watchdog.interval) {
    change(worker, now);
    if (watchdog.isStuck(now)) return now;
  }
  return Infinity;
}

test.each([
  [9500, 1000],
  [2000, 600],
  [500, 250],
])("with %i ms left a worker that waits in the kernel is stuck after %i ms", (left, after) => {
  expect(stuckAfter(left, () => {})).toBe(after);
  expect(stuckAfter(left, (worker) => (worker.active = undefined))).toBe(after);
});

test.each([
  [9500, 4750],
  [60_000, 5000],
  [2000, 1050],
  [500, 250],
])("with %i ms left a worker that computes is stuck after %i ms", (left, after) => {
  expect(stuckAfter(left, (worker, now) => (worker.active = now))).toBe(after);
});

test("one that computes for a while and then waits is stuck when it has waited for long", () => {
  expect(stuckAfter(9500, (worker, now) => (worker.active = Math.min(now, 2000)))).toBe(2750);
});

test("a new section is progress", () => {
  expect(stuckAfter(9500, (worker, now) => (worker.published = Math.floor(Math.min(now, 5000) / 900)))).toBe(5500);
});

test("what it computed for earlier sections does not count for the one that waits", () => {
  const change = (worker: Worker, now: number) => {
    worker.active = Math.min(now, 3000);
    worker.published = Math.floor(Math.min(now, 3000) / 500);
  };
  expect(stuckAfter(9500, change)).toBe(4000);
});

test("a worker may take its time to begin", () => {
  expect(stuckAfter(9500, (worker) => (worker.hasBegun = false))).toBe(10_000);
  expect(stuckAfter(9500, (worker, now) => (worker.hasBegun = now >= 3000))).toBe(4000);
});

test("after others got stuck a worker that waits is stuck soon, one that computes is not", () => {
  const stuckSuspect = (active: (now: number) => number): number => {
    const worker = new Worker();
    const watchdog = new Watchdog(worker, 9500, 0, true);
    for (let now = watchdog.interval; now < 60_000; now += watchdog.interval) {
      worker.active = active(now);
      if (watchdog.isStuck(now)) return now;
    }
    return Infinity;
  };
  expect(stuckSuspect(() => 0)).toBe(250);
  expect(stuckSuspect((now) => now)).toBe(4750);
});
