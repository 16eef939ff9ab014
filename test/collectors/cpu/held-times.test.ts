import { expect, test } from "vitest";
import { HELD_TIMES_BYTES, HeldTimes } from "../../../src/collectors/cpu/held-times.ts";
import type { CpuTimes } from "../../../src/collectors/parsers/procfs/stat.ts";

const memory = () => new SharedArrayBuffer(HELD_TIMES_BYTES);

/** One CPU a pair of number and user, idle and iowait ticks. */
const times = (...cpus: [cpu: number, user: number, idle: number, iowait: number][]): CpuTimes => ({
  cpus: cpus.map(([cpu]) => cpu),
  ticks: new Float64Array(cpus.flatMap(([, user, idle, iowait]) => [user, 0, 0, idle, iowait, 0, 0, 0, 0, 0])),
});

const shown = (held: Float64Array) => [held[0], held[3], held[4]];

test("the first values are shown as they are", () => {
  expect(shown(new HeldTimes(memory()).hold(times([0, 10, 20, 30])))).toEqual([10, 20, 30]);
});

test("a value that falls stays where it was, the others go on", () => {
  const held = new HeldTimes(memory());
  held.hold(times([0, 10, 1000, 30]));
  expect(shown(held.hold(times([0, 11, 999, 25])))).toEqual([11, 1000, 30]);
  expect(shown(held.hold(times([0, 12, 1001, 31])))).toEqual([12, 1001, 31]);
});

test("idle time that falls by 3 s means that the CPU began anew", () => {
  const held = new HeldTimes(memory());
  held.hold(times([0, 10, 1000, 30]));
  expect(shown(held.hold(times([0, 1, 701, 3])))).toEqual([10, 1000, 30]);
  expect(shown(held.hold(times([0, 1, 700, 3])))).toEqual([1, 700, 3]);
});

test("a CPU that was offline begins anew", () => {
  const held = new HeldTimes(memory());
  held.hold(times([0, 1, 1, 1], [1, 10, 100, 30]));
  held.hold(times([0, 1, 1, 1]));
  expect([...held.hold(times([0, 1, 1, 1], [1, 9, 99, 29]))].slice(10, 15)).toEqual([9, 0, 0, 99, 29]);
});

test("a worker that takes over goes on where the last one was", () => {
  const shared = memory();
  new HeldTimes(shared).hold(times([5, 10, 1000, 30]));
  expect(shown(new HeldTimes(shared).hold(times([5, 9, 999, 31])))).toEqual([10, 1000, 31]);
});

test("a worker that ended within a scrape does not let values fall", () => {
  const shared = memory();
  const held = new HeldTimes(shared);
  held.hold(times([0, 10, 1000, 30]));
  const interrupted = new Float64Array(shared);
  const scrapes = interrupted[0] ?? 0;
  held.hold(times([0, 20, 1100, 40]));
  interrupted[0] = scrapes;
  expect(shown(new HeldTimes(shared).hold(times([0, 19, 1099, 41])))).toEqual([20, 1100, 41]);
});

test("the last CPU that Linux can have is held, one beyond is shown as it is", () => {
  const held = new HeldTimes(memory());
  held.hold(times([8191, 10, 100, 30], [8192, 10, 100, 30]));
  const second = [...held.hold(times([8191, 9, 99, 29], [8192, 9, 99, 29]))];
  expect([second[0], second[10]]).toEqual([10, 9]);
});
