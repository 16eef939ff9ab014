import { expect, test } from "vitest";
import { BodyPool } from "../../../src/main/exposition/body-pool.ts";

test("gives buffers of exactly the size that is asked for, used again when they are free", () => {
  const pool = new BodyPool();
  const first = pool.take(1000);
  const second = pool.take(1000);
  expect([first.length, second.length, first.buffer === second.buffer]).toEqual([1000, 1000, false]);
  pool.give(first);
  const third = pool.take(1050);
  expect([third.length, third.buffer === first.buffer]).toEqual([1050, true]);
  expect(pool.take(1000).buffer).not.toBe(first.buffer);
});

test("a large buffer is not spent on a small body", () => {
  const pool = new BodyPool();
  const large = pool.take(1_000_000);
  pool.give(large);
  expect(pool.take(10_000).buffer).not.toBe(large.buffer);
  expect(pool.take(900_000).buffer).toBe(large.buffer);
});

test("holds on to a few buffers only", () => {
  const pool = new BodyPool();
  const bodies = Array.from({ length: 100 }, () => pool.take(100_000));
  for (const body of bodies) pool.give(body);
  const again = Array.from({ length: 100 }, () => pool.take(100_000));
  expect(again.filter((body) => bodies.some(({ buffer }) => buffer === body.buffer)).length).toBeLessThan(10);
});

test("large buffers are kept one at a time", () => {
  const pool = new BodyPool();
  const [first, second] = [pool.take(40 << 20), pool.take(40 << 20)];
  pool.give(first);
  pool.give(second);
  expect(pool.take(40 << 20).buffer).toBe(second.buffer);
  expect(pool.take(40 << 20).buffer).not.toBe(first.buffer);
});

test("the pool is full while large buffers in use have 64 MiB, and small ones do not count", () => {
  const pool = new BodyPool();
  const bodies = [pool.take(30 << 20), pool.take(20 << 20)];
  for (let i = 0; i < 100; i++) pool.take(1 << 19);
  expect(pool.isFull).toBe(false);
  bodies.push(pool.take(20 << 20));
  expect(pool.isFull).toBe(true);
  for (const body of bodies) pool.give(body);
  expect(pool.isFull).toBe(false);
});
