import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { type FileCalls, fileCalls } from "../../../src/workers/host/file-calls.ts";
import { Scratch } from "../../../src/workers/host/kernel-file.ts";
import { KernelTree } from "../../../src/workers/host/kernel-tree.ts";
import {
  PAGE_BYTES,
  procfsRecordLength,
  type RecordLength,
  sysfsRecordLength,
} from "../../../src/workers/host/record-lengths.ts";

/** A tree that counts its reads. */
function counted(path: string, recordLength?: RecordLength) {
  const calls = fileCalls();
  const reads = { count: 0 };
  const pread: FileCalls["pread"] = (...call) => {
    reads.count++;
    return calls.pread(...call);
  };
  return { reads, tree: new KernelTree(path, { ...calls, pread }, new Scratch(), undefined, recordLength) };
}

const SHORT = ["loadavg", "stat", "meminfo", "net/sockstat", `${process.pid}/stat`, "sys/kernel/pid_max"];

test.each(SHORT)("/proc/%s takes one read, since the kernel makes it at once", (path) => {
  const { reads, tree } = counted("/proc", procfsRecordLength);
  expect(tree.read(path).length).toBeGreaterThan(0);
  tree.file(path, (bytes) => bytes.length).read();
  expect(reads.count).toBe(2);
});

test("a file of unknown records, and one of a process, is read until nothing comes", () => {
  const { reads, tree } = counted("/proc", procfsRecordLength);
  tree.read("version");
  tree.read(`${process.pid}/limits`);
  expect(reads.count).toBe(4);
});

test("an attribute of sysfs takes one read", () => {
  const { reads, tree } = counted("/sys", sysfsRecordLength);
  expect(tree.read("kernel/uevent_seqnum").length).toBeGreaterThan(0);
  expect(reads.count).toBe(1);
});

const WHOLE = ["net/netstat", "net/snmp", "net/snmp6", "net/softnet_stat", "net/udp", "net/udp6", "vmstat"];

test.each([...SHORT, ...WHOLE].filter((path) => existsSync(`/proc/${path}`)))(
  "/proc/%s has all of its lines in fewer reads",
  (path) => {
    const { tree, reads } = counted("/proc", procfsRecordLength);
    const slow = counted("/proc");
    const lines = (bytes: Buffer) => bytes.toString("latin1").split("\n").length;
    const read = tree.read(path);
    expect(lines(read)).toBe(lines(slow.tree.read(path)));
    // Where the last page has no room for another record, only another read can tell that there is none.
    const room = PAGE_BYTES - (read.length % PAGE_BYTES);
    if (room > 2 * procfsRecordLength(path)) expect(reads.count).toBe(slow.reads.count - 1);
    else expect(reads.count).toBeLessThanOrEqual(slow.reads.count);
  },
);
