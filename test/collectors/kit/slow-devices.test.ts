import { expect, test } from "vitest";
import { SlowDevices } from "../../../src/collectors/kit/slow-devices.ts";

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test("a device that broke the deadline is left out of the next scrapes, the others are not", () => {
  const devices = new SlowDevices();
  const read: string[] = [];
  devices.read("slow", performance.now() + 50, () => block(600));
  const later = performance.now() + 1e9;
  expect(() => devices.read("slow", later, () => read.push("slow"))).toThrow(
    "slow is left out: its last reading took longer than a scrape may",
  );
  devices.read("quick", later, () => read.push("quick"));
  expect(read).toEqual(["quick"]);
});

test("a quick device that only came too late is read again", () => {
  const devices = new SlowDevices();
  const read: string[] = [];
  expect(() => devices.read("late", performance.now() - 1, () => read.push("late"))).toThrow(
    "no time left to read late",
  );
  devices.read("late", performance.now() + 1e9, () => read.push("late"));
  expect(read).toEqual(["late"]);
});

test("a quick device during which time ran out is read again", () => {
  const devices = new SlowDevices();
  const read: string[] = [];
  devices.read("last", performance.now() + 5, () => block(10));
  devices.read("last", performance.now() + 1e9, () => read.push("last"));
  expect(read).toEqual(["last"]);
});

test("a failure is passed on", () => {
  const devices = new SlowDevices();
  expect(() =>
    devices.read("a", Infinity, () => {
      throw new Error("broken");
    }),
  ).toThrow("broken");
});
