import { expect, test } from "vitest";
import { broughtBy, stateMemory } from "../../../src/main/scrape/lane-options.ts";

test("collectors whose families users bring are found by number", () => {
  expect(broughtBy(["arp", "textfile"])).toContain(1);
  expect(broughtBy(["arp", "textfile"])).not.toContain(0);
});

test("collectors have the memory that they declare, zeroed", () => {
  const memory = stateMemory(["arp", "cpu"]);
  expect(Object.keys(memory)).toEqual(["cpu"]);
  expect(new Uint8Array(memory["cpu"] ?? new ArrayBuffer(0)).some((byte) => byte !== 0)).toBe(false);
  expect(memory["cpu"]?.byteLength).toBeGreaterThan(0);
  expect(stateMemory(["arp"])).toEqual({});
});
