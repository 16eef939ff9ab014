import { expect, test } from "vitest";
import { bodiesLimit, openFilesLimit, readLimits, softLimit } from "../../src/main/process-limits.ts";

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units
Max open files            1024                 524288               files
Max address space         unlimited            unlimited            bytes
`;

test("the soft limit is read, whatever the hard one is", () => {
  expect(softLimit(LIMITS, "Max open files")).toBe(1024);
  expect(softLimit(LIMITS, "Max address space")).toBe(Infinity);
  expect(softLimit("", "Max open files")).toBeNaN();
});

test("descriptors without a known limit count as many", () => {
  expect(openFilesLimit(LIMITS)).toBe(1024);
  expect(openFilesLimit("")).toBe(4096);
  expect(openFilesLimit("Max open files   unlimited   unlimited   files\n")).toBe(4096);
});

test("this process's own limits are read", () => {
  expect(softLimit(readLimits(), "Max open files")).toBeGreaterThan(0);
});

test("large bodies may use 64 MiB, or a small part of what the control group has", () => {
  const mebibytes = (limit: number) => bodiesLimit(limit) / (1 << 20);
  expect([0, 2 ** 63, 2048 * 2 ** 20, 320 * 2 ** 20].map(mebibytes)).toEqual([64, 64, 64, 20]);
});
