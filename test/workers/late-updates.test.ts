import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { standStill } from "../support/stand-still.ts";
import { runner, value } from "./start-runner.ts";

test("what comes after the deadline belongs to no scrape", async () => {
  const { scrape, finish } = lateCollector();
  const first = await scrape(["slow", "good"], 20);
  expect(first["slow"]).toMatchObject({ status: "failed", message: "no answer before the deadline" });
  expect(first["good"]?.status).toBe("ok");
  finish();
  await nextTurn();
  finish();
  await nextTurn();
  expect(await scrape(["slow"])).toEqual({ slow: { status: "ok", message: "", skipped: 0, text: "test_value 2\n" } });
});

test("a client waits for the update that another one's deadline has cut short", async () => {
  const { scrape, finish } = lateCollector();
  await scrape(["slow"], 5);
  const patient = scrape(["slow", "good"], 60_000);
  await manyTurns();
  finish();
  await nextTurn();
  finish();
  expect(await patient).toMatchObject({ good: { status: "ok" }, slow: { status: "ok", text: "test_value 2\n" } });
});

test("a client waits for an earlier update until its own deadline, and for one that has lasted longer not at all", async () => {
  const { scrape, finish } = lateCollector();
  const slow = { status: "failed", message: "the previous update has not returned yet", skipped: 0, text: "" };
  await scrape(["slow"], 5);
  expect(await scrape(["slow"], 200)).toEqual({ slow });
  finish();
  standStill(100);
  expect(await Promise.race([scrape(["slow"], 50), manyTurns()])).toEqual({ slow });
});

test("an update that was late has ended by the next scrape, though the thread stood still in between", async () => {
  let updates = 0;
  const { scrape } = runner({
    slow: async (emit) => {
      if (++updates === 1) await sleep(50);
      emit(value, updates);
    },
  });
  expect(await scrape(["slow"], 5)).toMatchObject({ slow: { message: "no answer before the deadline" } });
  standStill(100);
  expect(await scrape(["slow"])).toEqual({ slow: { status: "ok", message: "", skipped: 0, text: "test_value 2\n" } });
});

test("an update that rejects after its deadline does no harm", async () => {
  let reject: ((error: Error) => void) | undefined;
  const { scrape } = runner({ slow: () => new Promise<void>((_, refuse) => (reject = refuse)) });
  await scrape(["slow"], 5);
  reject?.(new Error("late"));
  await nextTurn();
  expect(await scrape(["slow"], 5)).toMatchObject({ slow: { message: "no answer before the deadline" } });
});

test("a collector that has been replaced while its update was late keeps the next one waiting until it has returned", async () => {
  const order: string[] = [];
  let finish: (() => void) | undefined;
  const { scrape, replace } = runner({
    slow: async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      order.push("first");
    },
  });
  await scrape(["slow"], 5);
  replace({ slow: () => void order.push("next") });
  const patient = scrape(["slow"], 60_000);
  await manyTurns();
  finish?.();
  expect(await patient).toMatchObject({ slow: { status: "ok" } });
  expect(await scrape(["slow"])).toMatchObject({ slow: { status: "ok" } });
  expect(order).toEqual(["first", "next", "next"]);
});

/** The first update of the collector `slow` goes on in three steps, with a `finish` between them. */
function lateCollector() {
  let next: (() => void) | undefined;
  let updates = 0;
  const { scrape } = runner({
    slow: async (emit) => {
      if (++updates > 1) return emit(value, updates);
      emit(value, -1);
      await new Promise<void>((resolve) => (next = resolve));
      emit(value, -2);
      await new Promise<void>((resolve) => (next = resolve));
      emit(value, -3);
    },
    good: (emit) => emit(value, 1),
  });
  return { scrape, finish: () => next?.() };
}

/** More turns than a scrape has patience with late updates for. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
}
