import { expect, test } from "vitest";
import { SlowDevices } from "../../../src/collectors/kit/slow-devices.ts";

/** Devices with a clock, in milliseconds, that only `take` moves. */
function slowDevices() {
  let now = 1000;
  const devices = new SlowDevices(() => now);
  const read: string[] = [];
  /** A reading that takes so long. */
  const take = (device: string, milliseconds: number) => (): void => {
    read.push(device);
    now += milliseconds;
  };
  return { devices, read, take, in: (milliseconds: number) => now + milliseconds };
}

test("a device that broke the deadline is left out of the next scrapes, the others are not", () => {
  const { devices, read, take, in: within } = slowDevices();
  devices.read("slow", within(50), take("slow", 600));
  expect(() => devices.read("slow", within(10_000), take("slow", 0))).toThrow(
    "slow is left out: its last reading took longer than a scrape may",
  );
  devices.read("quick", within(10_000), take("quick", 60_000));
  expect(read).toEqual(["slow", "quick"]);
  devices.read("slow", within(10_000), take("slow", 0));
  expect(read).toEqual(["slow", "quick", "slow"]);
});

test("a quick device that only came too late is read again", () => {
  const { devices, read, take, in: within } = slowDevices();
  expect(() => devices.read("late", within(-1), take("late", 0))).toThrow("no time left to read late");
  devices.read("late", within(10_000), take("late", 0));
  expect(read).toEqual(["late"]);
});

test("a quick device during which time ran out is read again", () => {
  const { devices, read, take, in: within } = slowDevices();
  devices.read("last", within(5), take("last", 10));
  devices.read("last", within(10_000), take("last", 0));
  expect(read).toEqual(["last", "last"]);
});

test("a failure is passed on", () => {
  const { devices } = slowDevices();
  expect(() =>
    devices.read("a", Infinity, () => {
      throw new Error("broken");
    }),
  ).toThrow("broken");
});
