import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareBytewise } from "../../../src/collectors/text-format/order.ts";
import { DirectoryReader } from "../../../src/workers/host/directory-reader.ts";
import { fileCalls, nodeCalls } from "../../../src/workers/host/file-calls.ts";
import { type Listing, parseDirents } from "../../../src/workers/host/listing.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";

const folder = temporaryDirectory();

describe.each([
  ["libc", fileCalls(), false],
  ["libc on a kernel file system", fileCalls(), true],
  ["node:fs", nodeCalls, false],
])("through %s", (_, calls, isKernels) => {
  test("lists what Node lists, however long", () => {
    const large = mkdtempSync(join(folder, "large-"));
    for (let i = 0; i < 700; i++) writeFileSync(join(large, `${i}${"x".repeat(i % 250)}`), "");
    const reader = new DirectoryReader(calls, isKernels, (path) => path);
    for (const path of ["/sys/class", "/sys/devices/system/cpu", "/proc/self", "/dev", large]) {
      if (isKernels && path === large) continue;
      const listing = reader.read(path) as Listing;
      expect([path, ...listing.names]).toEqual([path, ...readdirSync(path).toSorted(compareBytewise)]);
      expect(listing.entries.map(({ name }) => name)).toEqual(listing.names);
    }
  });

  test("tells what kind an entry is, and what has changed since the last time", () => {
    const path = mkdtempSync(join(folder, "kinds-"));
    const reader = new DirectoryReader(calls, isKernels, (path) => path);
    expect(reader.read(path)).toEqual({ entries: [], names: [] });
    mkdirSync(join(path, "d"));
    writeFileSync(join(path, "é"), "");
    symlinkSync("nowhere", join(path, "Z"));
    for (let i = 0; i < 2; i++) {
      expect((reader.read(path) as Listing).entries).toEqual([
        { name: "Z", kind: "symlink" },
        { name: "d", kind: "directory" },
        { name: "é", kind: "file" },
      ]);
    }
    rmSync(join(path, "é"));
    expect((reader.read(path) as Listing).names).toEqual(["Z", "d"]);
  });

  test("gives the names that are numbers as the kernel writes them, and no others", () => {
    const path = mkdtempSync(join(folder, "numbers-"));
    const reader = new DirectoryReader(calls, isKernels, (path) => path);
    expect(reader.numbers(path)).toEqual([]);
    for (const name of ["0", "7", "12", "4194304", "007", "00", "12a", "a12", "-1", "1.5", "é", "9".repeat(16)])
      writeFileSync(join(path, name), "");
    const numbers = reader.numbers(path) as readonly number[];
    expect(numbers.toSorted((a, b) => a - b)).toEqual([0, 7, 12, 4194304]);
  });

  test("gives the errno of what cannot be listed", () => {
    const reader = new DirectoryReader(calls, isKernels, (path) => path);
    writeFileSync(join(folder, "file"), "");
    expect([reader.read(join(folder, "none")), reader.numbers(join(folder, "none"))]).toEqual([-2, -2]);
    expect([reader.read(join(folder, "file")), reader.numbers(join(folder, "file"))]).toEqual([-20, -20]);
  });
});

/** A record of getdents64(2) that does not tell the kind of its entry. */
function untyped(name: string): Buffer {
  const record = Buffer.alloc(24);
  record.writeUInt16LE(24, 16);
  record.write(name, 19);
  return record;
}

test("tells the kind of an entry, where the file system does", () => {
  const record = untyped("abc");
  expect(parseDirents(record)).toEqual({ entries: [], unknown: ["abc"] });
  record[18] = 8;
  expect(parseDirents(record)).toEqual({ entries: [{ name: "abc", kind: "file" }], unknown: [] });
});

test("kinds that the file system does not tell are looked up each time, what has gone is not listed", () => {
  const path = mkdtempSync(join(folder, "untyped-"));
  mkdirSync(join(path, "dir"));
  symlinkSync("nowhere", join(path, "Link"));
  const records = Buffer.concat([untyped("dir"), untyped("1234"), untyped("Link")]);
  const directories = {
    open: () => 0,
    read: (_fd: number, buffer: Buffer) => records.copy(buffer),
  };
  const reader = new DirectoryReader({ ...nodeCalls, close: () => 0, directories }, true, (relative) => relative);
  expect(reader.read(path)).toEqual({
    entries: [
      { name: "Link", kind: "symlink" },
      { name: "dir", kind: "directory" },
    ],
    names: ["Link", "dir"],
  });
  rmSync(join(path, "dir"), { recursive: true });
  writeFileSync(join(path, "dir"), "");
  expect((reader.read(path) as Listing).entries[1]).toEqual({ name: "dir", kind: "file" });
});
