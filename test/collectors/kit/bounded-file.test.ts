import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBoundedFile } from "../../../src/collectors/kit/bounded-file.ts";
import { hostTree } from "../../support/tree.ts";

test("a file is read up to the bound and no further", () => {
  const { procfs } = hostTree({ "proc/fits": "0123456789", "proc/over": "0123456789a" });
  expect(readBoundedFile(join(procfs, "fits"), 10)).toMatchObject({ type: "read", bytes: Buffer.from("0123456789") });
  expect(readBoundedFile(join(procfs, "over"), 10)).toMatchObject({ type: "too-large", stats: { size: 11n } });
});

test("a file that says it is empty is read to its end, and bounded", () => {
  const read = readBoundedFile("/proc/self/status", 1 << 20);
  expect(read).toMatchObject({ type: "read", stats: { size: 0n } });
  expect(read.type === "read" && read.bytes.toString()).toMatch(/^Name:[^]*\n$/);
  expect(readBoundedFile("/proc/self/status", 100)).toMatchObject({ type: "too-large" });
});

test("what is not a regular file is not read, and nothing waits for a FIFO's writer", () => {
  const { procfs } = hostTree({});
  const fifo = join(procfs, "fifo");
  execFileSync("mkfifo", [fifo]);
  for (const path of [fifo, procfs, "/dev/zero"]) expect(readBoundedFile(path, 10)).toEqual({ type: "not-regular" });
  expect(() => readBoundedFile(join(procfs, "none"), 10)).toThrow(expect.objectContaining({ code: "ENOENT" }));
});
