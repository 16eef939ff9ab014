import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RepeatedGzip } from "../../../../src/main/exposition/learned-gzip/repeated-gzip.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How many of so many texts were left to another compressor. */
function refused(gzip: RepeatedGzip, kind: string, count: number, text: (i: number) => string): number {
  let refusals = 0;
  for (let i = 0; i < count; i++) {
    const body = Buffer.from(text(i));
    const compressed = gzip.compress(kind, body);
    vi.advanceTimersByTime(1000);
    if (compressed === undefined) refusals++;
    else expect(gunzipSync(compressed).equals(body)).toBe(true);
  }
  return refusals;
}

test("texts with the same lines are compressed from the fifth on", () => {
  const gzip = new RepeatedGzip();
  expect(refused(gzip, "text", 4, (i) => `node_load1 ${i}\n`)).toBe(4);
  expect(refused(gzip, "text", 100, (i) => `node_load1 ${i}\n`)).toBe(0);
});

test("nothing is learned before its time, and other texts do without meanwhile", () => {
  const gzip = new RepeatedGzip();
  for (let i = 0; i < 10; i++) expect(gzip.compress("text", Buffer.from("a 1\n"))).toBeUndefined();
  vi.advanceTimersByTime(1000);
  expect(gzip.compress("text", Buffer.from("a 2\n"))).toBeDefined();
});

test("lines that changed once are learned soon, and lines that change all the time ever more rarely", () => {
  const gzip = new RepeatedGzip();
  refused(gzip, "text", 100, (i) => `a ${i}\n`);
  expect(refused(gzip, "text", 100, (i) => `b ${i}\n`)).toBe(4);
  expect(refused(gzip, "other", 3000, (i) => `a${i} 1\n`)).toBe(3000);
  expect(refused(gzip, "other", 1000, (i) => `c ${i}\n`)).toBeGreaterThan(50);
});

test("texts of different kinds do not get in each other's way", () => {
  const gzip = new RepeatedGzip();
  let refusals = 0;
  for (let i = 0; i < 100; i++)
    for (const kind of ["a", "b", "c", "d"]) refusals += refused(gzip, kind, 1, (i) => `${kind} ${i}\n`);
  expect(refusals).toBe(16);
});

test("no more than four kinds are remembered, the last ones used", () => {
  const gzip = new RepeatedGzip();
  for (const kind of ["a", "b", "c", "d", "e"]) refused(gzip, kind, 10, (i) => `${kind} ${i}\n`);
  expect(refused(gzip, "e", 1, () => "e 1\n")).toBe(0);
  expect(refused(gzip, "a", 1, () => "a 1\n")).toBe(1);
});

test("large texts are left to others", () => {
  expect(refused(new RepeatedGzip(), "text", 10, () => "node_load1 1\n".repeat(25_000))).toBe(10);
});
