import { execFileSync } from "node:child_process";
import { closeSync, constants, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { BoundedOutput, openOutput } from "../../../src/main/log/output.ts";

test("a reader that has stopped costs a bounded amount of memory, and what it misses is counted", () => {
  const written: Buffer[] = [];
  // Never calls back: everything after the first line waits.
  const stalled = new Writable({ write: (chunk: Buffer) => void written.push(chunk) });
  let dropped = 0;
  const output = new BoundedOutput(stalled, () => dropped++);
  const line = `${"x".repeat(999)}\n`;
  for (let i = 0; i < 10_000; i++) output.write(line);
  expect(stalled.writableLength).toBeLessThan(300 * 1024);
  expect(dropped).toBe(10_000 - stalled.writableLength / 1000);
  expect(written).toHaveLength(1);
});

test("lines flow again when the reader is back", () => {
  const stream = new PassThrough({ highWaterMark: 1024 });
  let dropped = 0;
  const output = new BoundedOutput(stream, () => dropped++);
  for (let i = 0; i < 1000; i++) output.write(`${"x".repeat(999)}\n`);
  const before = dropped;
  expect(before).toBeGreaterThan(0);
  stream.resume();
  stream.read();
  while (stream.read() !== null);
  output.write("back\n");
  expect(dropped).toBe(before);
});

test("a reader that is gone does no harm", () => {
  const stream = new PassThrough();
  let dropped = 0;
  const output = new BoundedOutput(stream, () => dropped++);
  output.write("one\n");
  stream.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  output.write("two\n");
  expect(dropped).toBe(1);
});

test.skipIf(!existsSync("/dev/full"))("lines flow again when a full disk has room (needs /dev/full)", () => {
  const path = join(temporaryDirectory(), "log");
  const [file, full] = [openSync(path, "w"), openSync("/dev/full", "w")];
  cleanUp(() => [file, full].forEach((fd) => closeSync(fd)));
  const stream = Object.assign(new PassThrough(), { fd: file });
  let dropped = 0;
  const output = openOutput(stream, () => dropped++);
  output.write("one\n");
  stream.fd = full;
  output.write("two\n");
  output.write("three\n");
  stream.fd = file;
  output.write("four\n");
  expect([readFileSync(path, "utf8"), dropped]).toEqual(["one\nfour\n", 2]);
});

test("after a line for which there was room in part the next one begins on a line of its own", () => {
  const [path, fifo] = [join(temporaryDirectory(), "log"), join(temporaryDirectory(), "fifo")];
  execFileSync("mkfifo", [fifo]);
  // Takes a part of what is too long for it, as a disk does that becomes full.
  const [file, short] = [openSync(path, "w"), openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK)];
  cleanUp(() => [file, short].forEach((fd) => closeSync(fd)));
  const stream = Object.assign(new PassThrough(), { fd: file });
  let dropped = 0;
  const output = openOutput(stream, () => dropped++);
  stream.fd = short;
  const [line, room] = [`${"x".repeat(1 << 21)}\n`, Buffer.alloc(1 << 21)];
  output.write(line);
  expect(readSync(short, room)).toBeLessThan(line.length);
  output.write("next\n");
  output.write("last\n");
  expect([room.toString("latin1", 0, readSync(short, room)), dropped]).toEqual(["\nnext\nlast\n", 1]);
});
