import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pageSize } from "../../../src/main/self/page-size.ts";
import { hostTree } from "../../support/tree.ts";

test("is the machine's own", () => {
  expect(pageSize()).toBe(Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" })));
});

test("is found among the other entries", () => {
  expect(pageSize(vector([33, 7n], [6, 65_536n], [25, 1n], [0, 0n]))).toBe(65_536);
});

test("is 4 KiB where the kernel does not tell", () => {
  expect(pageSize("/nowhere/auxv")).toBe(4096);
  expect(pageSize(vector([33, 7n], [0, 0n]))).toBe(4096);
  expect(pageSize(vector())).toBe(4096);
});

function vector(...entries: readonly (readonly [number, bigint])[]): string {
  const bytes = Buffer.alloc(entries.length * 16);
  for (const [i, [type, value]] of entries.entries()) {
    bytes.writeBigUInt64LE(BigInt(type), i * 16);
    bytes.writeBigUInt64LE(value, i * 16 + 8);
  }
  const path = join(hostTree({}).rootfs, "auxv");
  writeFileSync(path, bytes);
  return path;
}
