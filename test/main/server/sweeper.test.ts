import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { Sweeper } from "../../../src/main/server/sweeper.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { until } from "../../support/until.ts";

/** A sweeper with one part; `looks`: when it was looked at. */
function sweeping(pause: number) {
  const sweeper = new Sweeper(pause);
  cleanUp(() => sweeper.stop());
  const looks: number[] = [];
  let ends: number[] = [];
  sweeper.add({
    sweep(now) {
      looks.push(now);
      ends = ends.filter((end) => end > now);
      return Math.min(...ends);
    },
  });
  const end = (...times: readonly number[]): void => {
    ends.push(...times);
    for (const time of times) sweeper.by(time);
  };
  return { sweeper, looks, end, left: () => ends.length };
}

test("everything ends at its time or later, however it was announced, and nobody looks more often than that", async () => {
  const { looks, end, left } = sweeping(0);
  const now = performance.now();
  const times = [now + 40, now + 20, now + 60];
  end(...times);
  await until(() => left() === 0);
  expect(looks.length).toBeLessThanOrEqual(3);
  expect(looks[0]).toBeGreaterThanOrEqual(now + 20);
});

test("ends in quick succession are looked at together", async () => {
  const { looks, end, left } = sweeping(200);
  const now = performance.now();
  end(...Array.from({ length: 100 }, (_, i) => now + 10 + i));
  await until(() => left() === 0);
  expect(looks.length).toBeLessThanOrEqual(3);
});

test("who is awake looks, unless the last look was a moment ago", () => {
  const { sweeper, looks } = sweeping(50);
  for (const now of [1000, 1010, 1049, 1050]) sweeper.look(now);
  expect(looks).toEqual([1000, 1050]);
});

test("a server has no timer before its first connection and after its last one", async () => {
  const child = join(import.meta.dirname, "idle-server.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [child]);
  expect(JSON.parse(stdout)).toEqual({ before: [], during: ["Timeout"], after: [] });
});
