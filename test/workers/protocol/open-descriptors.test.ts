import { expect, test } from "vitest";
import { libc, noteDescriptors } from "../../../src/workers/native/libc.ts";
import { descriptorsMemory, OpenDescriptors } from "../../../src/workers/protocol/open-descriptors.ts";

test("descriptors are there from when they are opened until they are closed, and taken once", () => {
  const memory = descriptorsMemory();
  const descriptors = new OpenDescriptors(memory);
  noteDescriptors(descriptors);
  const c = libc();
  const [first, second] = [c.open("/proc/stat", 0), c.open("/proc/uptime", 0)];
  expect(c.open("/nowhere", 0)).toBe(-1);
  c.close(first);
  // Another thread looks at the same memory.
  expect(new OpenDescriptors(memory).takeAll()).toEqual([second]);
  expect(descriptors.takeAll()).toEqual([]);
  c.close(second);
});

test("numbers that are not noted do no harm", () => {
  const descriptors = new OpenDescriptors(descriptorsMemory());
  for (const fd of [0, 7, 8, 65_535, 65_536, 1_000_000]) descriptors.add(fd);
  descriptors.delete(7);
  descriptors.delete(1_000_000);
  expect(descriptors.takeAll()).toEqual([0, 8, 65_535]);
});
