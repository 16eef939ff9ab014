import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sharedFile } from "../../../src/collectors/kernel/shared-file.ts";
import { fileCalls } from "../../../src/workers/host/file-calls.ts";
import { Scratch } from "../../../src/workers/host/kernel-file.ts";
import { KernelTree } from "../../../src/workers/host/kernel-tree.ts";
import { hostTree } from "../../support/tree.ts";

const sharedCount = sharedFile("count", () => (bytes) => {
  const count = Number(bytes.toString());
  if (Number.isNaN(count)) throw new Error("is not a number");
  return count;
});

function tree() {
  const { procfs } = hostTree({ "proc/count": "1" });
  return { proc: new KernelTree(procfs, fileCalls(), new Scratch()), path: join(procfs, "count") };
}

test("one read a scrape, whoever asks", () => {
  const { proc, path } = tree();
  const read = (scrape: { deadline: number }) => sharedCount(proc).read(scrape);
  const first = { deadline: 1 };
  expect(read(first)).toBe(1);
  writeFileSync(path, "2");
  expect(read(first)).toBe(1);
  const second = { deadline: 1 };
  expect(read(second)).toBe(2);
  writeFileSync(path, "x");
  const third = { deadline: 1 };
  expect(() => read(third)).toThrow("is not a number");
  expect(() => read(third)).toThrow("is not a number");
  writeFileSync(path, "3");
  expect(read(third)).toBe(3);
});

test("a missing file is undefined for the one call and thrown by the other, and looked for once per scrape", () => {
  const { proc, path } = tree();
  rmSync(path);
  const first = { deadline: 1 };
  expect(sharedCount(proc).readIf(first)).toBeUndefined();
  expect(() => sharedCount(proc).read(first)).toThrow("ENOENT");
  writeFileSync(path, "4");
  expect(sharedCount(proc).readIf(first)).toBeUndefined();
  expect(sharedCount(proc).read({ deadline: 1 })).toBe(4);
});

test("each tree has its own", () => {
  const [one, other] = [tree(), tree()];
  const scrape = { deadline: 1 };
  expect(sharedCount(one.proc).read(scrape)).toBe(1);
  writeFileSync(other.path, "2");
  expect(sharedCount(other.proc).read(scrape)).toBe(2);
});
