import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unwrittenFileMappings } from "../../../src/workers/native/file-mappings.ts";

/** An entry as Linux 6.18 writes it, with other values where given. */
function entry(header: string, sizes: Readonly<Record<string, number>> = {}, flags = "rd ex mr mw me"): string {
  const values = { Size: 4096, Rss: 2048, Pss: 2048, Private_Dirty: 0, Anonymous: 0, Swap: 0, SwapPss: 0, ...sizes };
  const lines = Object.entries(values).map(([name, kilobytes]) => `${`${name}:`.padEnd(16)}${kilobytes} kB`);
  return [header, ...lines, "THPeligible:           0", `VmFlags: ${flags} `, ""].join("\n");
}

const CODE = "00400000-00800000 r-xp 00001000 fe:00 131                                /usr/bin/node";
const CONSTANTS = "7f3d5304b000-7f3d530b1000 r--p 00000000 08:01 5344149                    /usr/lib/libstdc++.so.6";

test("code and constants of files are taken, by address and length", () => {
  expect(unwrittenFileMappings(entry(CODE) + entry(CONSTANTS, {}, "rd mr mw me"))).toMatchObject([
    { start: 0x400000, length: 0x400000 },
    { start: 0x7f3d5304b000, length: 0x66000 },
  ]);
});

test("pages of a file that was just installed are taken, though they are dirty", () => {
  expect(unwrittenFileMappings(entry(CODE, { Private_Dirty: 2048 }))).toHaveLength(1);
});

test("a path may hold blanks, and the last line may lack its end", () => {
  const text = entry("00400000-00401000 r-xp 00000000 fe:00 7 /opt/my programs/node").trimEnd();
  expect(unwrittenFileMappings(text)).toMatchObject([{ start: 0x400000, length: 0x1000 }]);
});

test.each([
  ["constants that the loader has relocated", entry(CONSTANTS, { Private_Dirty: 8, Anonymous: 8 }, "rd mr mw me ac")],
  ["pages of its own that are clean", entry(CONSTANTS, { Anonymous: 4 })],
  ["pages of its own in swap", entry(CONSTANTS, { Swap: 8 })],
  ["a mapping that was writable once", entry(CONSTANTS, {}, "rd mr mw me ac")],
  ["writable data", entry(CODE.replace("r-xp", "rw-p"))],
  ["writable code", entry(CODE.replace("r-xp", "rwxp"))],
  ["a shared mapping", entry(CODE.replace("r-xp", "r--s"))],
  ["a mapping that cannot be read", entry(CODE.replace("r-xp", "---p"))],
  ["a deleted file", entry(`${CODE} (deleted)`)],
  ["a device", entry(CODE.replace("/usr/bin/node", "/dev/zero"))],
  ["memory without a file", entry("7f3d53163000-7f3d531ff000 r--p 00000000 00:00 0")],
  ["the heap", entry("00400000-00800000 r--p 00000000 00:00 0      [heap]")],
  ["a mapping of the kernel", entry("7ffd1a5f6000-7ffd1a5f8000 r-xp 00000000 00:00 0     [vdso]")],
  ["little in memory", entry(CODE, { Rss: 60 })],
  ["an entry without sizes", `${CODE}\nVmFlags: rd ex mr mw me\n`],
  ["an entry without flags", entry(CODE).replace(/VmFlags.*\n/, "")],
  ["an entry without swap", entry(CODE).replace(/Swap:.*\n/, "")],
  ["an entry without anonymous pages", entry(CODE).replace(/Anonymous:.*\n/, "")],
  ["an entry that is cut off", entry(CODE).slice(0, 120)],
  ["a range that ends before it starts", entry(CODE.replace("00400000-00800000", "00800000-00400000"))],
  ["addresses past 2^53", entry(CODE.replace("00400000-00800000", "ffffffffff600000-ffffffffff601000"))],
])("%s: left alone", (_, text) => {
  expect(unwrittenFileMappings(text)).toEqual([]);
});

test("what follows an entry that is left alone does not count for the one before", () => {
  const unreadable = `garbage\n${entry(CODE).split("\n").slice(1).join("\n")}`;
  const bare = `${CODE}\n`;
  expect(unwrittenFileMappings(bare + unreadable)).toEqual([]);
});

test("garbage gives no mapping and no error", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      expect(unwrittenFileMappings(text)).toEqual([]);
    }),
  );
});

test("of this process, some mappings are taken, and none with pages of its own", () => {
  const text = readFileSync("/proc/self/smaps", "latin1");
  const taken = unwrittenFileMappings(text).map(({ start }) => start.toString(16).padStart(8, "0"));
  const entries = text.split(/^(?=[0-9a-f]+-)/m);
  const chosen = entries.filter((one) => taken.includes(one.slice(0, one.indexOf("-"))));
  expect(chosen).toHaveLength(taken.length);
  expect(taken.length).toBeGreaterThan(0);
  for (const one of chosen) {
    expect(one).toMatch(/^\S+ r-[-x]p /);
    expect(one).toMatch(/^Anonymous: +0 kB$/m);
    expect(one).toMatch(/^Swap: +0 kB$/m);
  }
});
