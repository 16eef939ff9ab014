import { closeSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { releaseFilePages } from "../../../src/workers/native/release-pages.ts";

test("pages of files leave memory, and the process goes on", () => {
  // A program that was installed a moment ago is not on the disk yet, and its pages count as dirty.
  const fd = openSync(process.execPath, "r");
  fsyncSync(fd);
  closeSync(fd);
  const before = filePages();
  releaseFilePages();
  expect(filePages()).toBeLessThan(before / 2);
  const text = Buffer.from("as before ".repeat(1000));
  expect(brotliDecompressSync(brotliCompressSync(text))).toEqual(text);
  expect(new Intl.NumberFormat("de").format(1234.5)).toBe("1.234,5");
});

test("a list that is missing or holds nothing of use", () => {
  expect(() => releaseFilePages("/proc/self/nothing")).toThrow(/ENOENT/);
  expect(() => releaseFilePages("/proc/self/status")).not.toThrow();
});

/** Kilobytes of files in this process's memory. */
function filePages(): number {
  const [, kilobytes] = /^RssFile:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
  return Number(kilobytes);
}
