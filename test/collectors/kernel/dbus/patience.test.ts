import { expect, test } from "vitest";
import { BusSilence } from "../../../../src/collectors/kernel/dbus/connection.ts";
import { createPatience } from "../../../../src/collectors/kernel/dbus/patience.ts";

const SILENCE = new BusSilence("no answer");

/** Scrapes at an interval for a while, in seconds; gives the times at which the bus was asked. */
async function asked(interval: number, length: number, answer: (second: number) => number | Error): Promise<number[]> {
  let now = 0;
  const patience = createPatience(() => now);
  const times: number[] = [];
  for (let second = 0; second < length; second += interval) {
    now = second * 1000;
    await patience(async () => {
      times.push(second);
      const outcome = answer(second);
      if (typeof outcome === "number") now += outcome;
      else {
        now += 2000;
        throw outcome;
      }
    }).catch((error: unknown) => expect([SILENCE, answer(second)]).toContain(error));
  }
  return times;
}

test("a bus that answers is asked each time, and one that refuses too", async () => {
  const every = Array.from({ length: 20 }, (_, i) => i * 15);
  expect(await asked(15, 300, () => 5)).toEqual(every);
  const refusal = new Error("refused");
  expect(await asked(15, 300, () => refusal)).toEqual(every);
});

test("a silent bus is asked less and less often, down to every two minutes", async () => {
  const times = await asked(1, 600, () => SILENCE);
  expect(times).toEqual([0, 12, 34, 76, 158, 280, 402, 524]);
});

test("one that answers again is asked each time, and has the first pause again", async () => {
  const silent = (second: number) => (second < 40 || second >= 90 ? SILENCE : 1);
  expect(await asked(10, 130, silent)).toEqual([0, 20, 50, 60, 70, 80, 90, 110]);
});

test("a bus that was given no time is not spared", async () => {
  const patience = createPatience(() => 0);
  let count = 0;
  for (let i = 0; i < 3; i++) {
    const answer = patience(async () => {
      count++;
      throw SILENCE;
    });
    await expect(answer).rejects.toBe(SILENCE);
  }
  expect(count).toBe(3);
});
