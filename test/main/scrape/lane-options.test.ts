import { expect, test } from "vitest";
import { broughtBy, inRunningOrder, stateMemory } from "../../../src/main/scrape/lane-options.ts";

test("collectors whose families users bring are found by number", () => {
  expect(broughtBy(["arp", "textfile"])).toContain(1);
  expect(broughtBy(["arp", "textfile"])).not.toContain(0);
});

test("collectors have the memory that they declare, zeroed", () => {
  const memory = stateMemory({ enabled: ["arp", "cpu"], cpuGroup: "none" }, { sysfs: "/sys" });
  expect(Object.keys(memory)).toEqual(["cpu"]);
  expect(new Uint8Array(memory["cpu"] ?? new ArrayBuffer(0)).some((byte) => byte !== 0)).toBe(false);
  expect(memory["cpu"]?.byteLength).toBeGreaterThan(0);
  expect(stateMemory({ enabled: ["arp"], cpuGroup: "none" }, { sysfs: "/sys" })).toEqual({});
});

test("what the exporter's own work would change runs first, the rest in order", () => {
  const names = ["arp", "cpu", "loadavg", "netdev", "stat"];
  expect(inRunningOrder([0, 1, 2, 3, 4], names)).toEqual([1, 2, 4, 0, 3]);
  expect(inRunningOrder([3, 2, 0], names)).toEqual([2, 0, 3]);
  expect(inRunningOrder([], names)).toEqual([]);
});
