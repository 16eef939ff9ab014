import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { type Directory, REQUIRED } from "../../../src/collectors/kit/host.ts";
import { SkippedRecords } from "../../../src/collectors/kit/skipped-records.ts";
import type { Errnos } from "../../../src/collectors/kit/errnos.ts";
import { parseUint } from "../../../src/collectors/parsers/numbers.ts";
import { DescriptorBudget } from "../../../src/workers/host/descriptor-budget.ts";
import { fileCalls, nodeCalls, STAT_NUMBERS } from "../../../src/workers/host/file-calls.ts";
import { openHost } from "../../../src/workers/host/host.ts";
import { Scratch } from "../../../src/workers/host/kernel-file.ts";
import { KernelTree } from "../../../src/workers/host/kernel-tree.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { hostTree } from "../../support/tree.ts";

const text = (bytes: Buffer): string => bytes.toString();

function errorLike(code: string): unknown {
  return expect.objectContaining({ code });
}

/** Changes a value of this process that no kernel changes on its own. */
function setFilter(hex: string): string {
  writeFileSync("/proc/self/coredump_filter", `0x${hex}`);
  return "";
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each([
  ["the C library", fileCalls()],
  ["node:fs", nodeCalls],
])("through %s", (_, calls) => {
  const open = (path: string, limit?: number) => {
    const budget = limit === undefined ? undefined : new DescriptorBudget(limit);
    const skipped = new SkippedRecords();
    return {
      budget,
      skipped,
      tree: new KernelTree(path, calls, new Scratch(), budget, undefined, { current: skipped }),
    };
  };

  test("a file is read anew each time and parsed only when its bytes changed", () => {
    const { tree, budget } = open("/proc", 10);
    let parsed = 0;
    const count = (bytes: Buffer) => {
      parsed++;
      return bytes.toString();
    };
    const version = tree.file("version", count);
    expect(version.read()).toBe(readFileSync("/proc/version", "utf8"));
    expect(version.read()).toBe(version.read());
    expect(parsed).toBe(1);
    const filter = tree.file("self/coredump_filter", count);
    expect([setFilter("23"), filter.read(), filter.read(), setFilter("33"), filter.read()]).toEqual([
      "",
      "00000023\n",
      "00000023\n",
      "",
      "00000033\n",
    ]);
    expect(parsed).toBe(3);
    expect(budget?.inUse).toBe(2);
  });

  test.each([1, 127, 128, 129, 5000])("a file of %i bytes of which only the last changed is parsed again", (length) => {
    const { procfs } = hostTree({ "proc/file": `${"x".repeat(length - 1)}a` });
    const file = open(procfs).tree.file("file", (bytes) => bytes.toString().at(-1));
    expect(file.read()).toBe("a");
    writeFileSync(join(procfs, "file"), `${"x".repeat(length - 1)}b`);
    expect(file.read()).toBe("b");
  });

  test("a file that does not parse is parsed again at the next read, and its error is the parser's", () => {
    const { procfs } = hostTree({ "proc/stat": "bad" });
    const file = open(procfs).tree.file("stat", (bytes, path) => {
      if (bytes.toString() === "bad") throw new Error(`${path} is bad`);
      return bytes.toString();
    });
    for (let i = 0; i < 2; i++) expect(() => file.read()).toThrow(`${procfs}/stat is bad`);
    writeFileSync(join(procfs, "stat"), "good");
    expect(file.read()).toBe("good");
    writeFileSync(join(procfs, "stat"), "bad");
    expect(() => file.read()).toThrow("is bad");
    writeFileSync(join(procfs, "stat"), "good");
    expect(file.read()).toBe("good");
  });

  test("long files come whole", () => {
    const long = "0123456789abcdef".repeat(20_000);
    const { procfs } = hostTree({ "proc/long": long, "proc/short": "x" });
    const { tree } = open(procfs);
    expect(text(tree.read("long"))).toBe(long);
    expect(text(tree.read("short"))).toBe("x");
    expect(tree.file("long", text).read()).toBe(long);
  });

  test("a file that is gone gives ENOENT, and its content when it is back", () => {
    const { procfs } = hostTree({ "proc/stat": "1" });
    const file = open(procfs).tree.file("stat", text);
    expect(file.read()).toBe("1");
    rmSync(join(procfs, "stat"));
    for (let i = 0; i < 2; i++) expect(() => file.read()).toThrow(expect.objectContaining({ code: "ENOENT" }));
    writeFileSync(join(procfs, "stat"), "2");
    expect(file.read()).toBe("2");
  });

  test("what is read only where it is there is undefined where it is missing, and is what the others return", () => {
    const { procfs } = hostTree({ "proc/d/file": " 1\n" });
    const { tree } = open(procfs);
    const file = tree.file("d/file", text);
    expect([file.readIf(), String(tree.readIf("d/file"))]).toEqual([file.read(), String(tree.read("d/file"))]);
    expect([tree.listIf("d"), tree.entriesIf("d")]).toEqual([tree.list("d"), tree.entries("d")]);
    expect(tree.directory("d").attributeIf("file")).toBe("1");
    const missing = [
      tree.file("none", text).readIf(),
      tree.readIf("none"),
      tree.listIf("none"),
      tree.entriesIf("none"),
    ];
    expect([...missing, tree.directory("d").attributeIf("none")]).toEqual(
      missing.map(() => undefined).concat([undefined]),
    );
  });

  test("any other error is thrown unless it counts as absent, and made once", () => {
    const { procfs } = hostTree({ "proc/file": "" });
    const { tree } = open(procfs);
    const file = tree.file("file/below", text);
    const reads: readonly (readonly [read: (absent?: Errnos) => unknown, orThrow: () => unknown, call: string])[] = [
      [(absent) => file.readIf(absent), () => file.read(), `read '${procfs}/file/below'`],
      [(absent) => tree.readIf("file/below", absent), () => tree.read("file/below"), `read '${procfs}/file/below'`],
      [(absent) => tree.listIf("file", absent), () => tree.list("file"), `scandir '${procfs}/file'`],
      [(absent) => tree.entriesIf("file", absent), () => tree.entries("file"), `scandir '${procfs}/file'`],
    ];
    for (const [read, orThrow, call] of reads) {
      const error = thrownBy(read);
      expect(error).toMatchObject({ code: "ENOTDIR", message: expect.stringContaining(call) });
      expect([thrownBy(read), thrownBy(orThrow)]).toEqual([error, error]);
      expect(thrownBy(orThrow)).toBe(error);
      expect(read(new Set(["ENOTDIR"]))).toBeUndefined();
    }
  });

  test("an error of another kind at the same path is another error", () => {
    const { procfs } = hostTree({});
    const { tree } = open(procfs);
    expect(() => tree.list("late")).toThrow(expect.objectContaining({ code: "ENOENT" }));
    writeFileSync(join(procfs, "late"), "");
    expect(() => tree.list("late")).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
  });

  test("what the parser throws is thrown, whether the file may be absent or not", () => {
    const { procfs } = hostTree({ "proc/stat": "bad" });
    const file = open(procfs).tree.file("stat", () => {
      throw Object.assign(new Error("bad"), { code: "ENOENT" });
    });
    for (let i = 0; i < 2; i++) expect(() => file.readIf()).toThrow("bad");
  });

  test("a directory is one through a link, a file or a dangling link is none", () => {
    const { procfs } = hostTree({ "proc/d/file": "" });
    symlinkSync("d", join(procfs, "link"));
    symlinkSync("gone", join(procfs, "dangling"));
    symlinkSync("loop", join(procfs, "loop"));
    const { tree } = open(procfs);
    const found = ["", "d", "link", "d/file", "dangling", "none", "d/file/below"].map((path) => tree.isDirectory(path));
    expect(found).toEqual([true, true, true, false, false, false, false]);
    expect(() => tree.isDirectory("loop")).toThrow(expect.objectContaining({ code: "ELOOP" }));
  });

  test("a kept descriptor of a process that ended is given up", async () => {
    const { tree, budget } = open("/proc", 10);
    const child = spawn("sleep", ["1000"]);
    const file = tree.file(`${child.pid}/stat`, text);
    expect(file.read()).toContain(`${child.pid} (`);
    expect(budget?.inUse).toBe(1);
    child.kill();
    await once(child, "exit");
    expect(() => file.read()).toThrow(expect.objectContaining({ code: "ENOENT" }));
    expect(budget?.inUse).toBe(0);
  });

  test("past the budget files are opened and closed at each read", () => {
    const { tree, budget } = open("/proc", 1);
    const [first, second] = [tree.file("version", text), tree.file("self/coredump_filter", text)];
    first.read();
    for (let i = 0; i < 3; i++) {
      setFilter(`2${i}`);
      expect(second.read()).toBe(`0000002${i}\n`);
      expect(tree.attribute("sys/kernel/ostype")).toBe("Linux");
    }
    expect(budget?.inUse).toBe(1);
  });

  test("attributes are trimmed, cut at 128 bytes, and decoded", () => {
    const { sysfs } = hostTree({
      "sys/d/mtu": " 1500 \n",
      "sys/d/long": `${"x".repeat(126)}é is cut`,
      "sys/d/longer": "y".repeat(200),
      "sys/d/bytes": Buffer.from([97, 0xff, 98]),
      "sys/d/empty": "",
      "sys/top": "1\n",
    });
    const { tree } = open(sysfs);
    const directory = tree.directory("d");
    expect(directory.attribute("mtu")).toBe("1500");
    expect(directory.attribute("long")).toBe(`${"x".repeat(126)}é`);
    expect(directory.attribute("longer")).toHaveLength(128);
    expect(directory.attribute("bytes")).toBe("a\udcffb");
    expect(directory.attribute("empty")).toBe("");
    expect(tree.attribute("d/mtu")).toBe("1500");
    expect(tree.attribute("top")).toBe("1");
    writeFileSync(join(sysfs, "d/mtu"), "9000\n");
    expect(directory.attribute("mtu")).toBe("9000");
  });

  test("only tolerated errors make an attribute absent", () => {
    const { sysfs } = hostTree({ "sys/d/folder/x": "" });
    const { tree, skipped } = open(sysfs);
    const directory = tree.directory("d");
    expect(directory.attributeIf("none")).toBeUndefined();
    expect(tree.attributeIf("none/mtu")).toBeUndefined();
    expect(() => directory.attribute("none")).toThrow(expect.objectContaining({ code: "ENOENT" }));
    expect(() => directory.attribute("none")).toThrow(`${sysfs}/d/none`);
    expect(tree.attributeIf("d/folder", new Set(["EISDIR"]))).toBeUndefined();
    expect(skipped.count).toBe(0);
  });

  test("an attribute that cannot be read is reported, and thrown when its device has gone", () => {
    const { sysfs } = hostTree({ "sys/d/folder/x": "" });
    const { tree, skipped } = open(sysfs);
    const reported = (read: (directory: Directory) => unknown): unknown => {
      skipped.clear();
      return [read(tree.directory("d")), skipped.count, skipped.first];
    };
    expect(reported((directory) => directory.attributeIf("folder"))).toEqual([undefined, 1, errorLike("EISDIR")]);
    expect(reported((directory) => directory.attributeIf("none", REQUIRED))).toEqual([
      undefined,
      1,
      errorLike("ENOENT"),
    ]);
    expect(reported(() => tree.attributeIf("d/folder/x/y"))).toEqual([undefined, 1, errorLike("ENOTDIR")]);
    expect(reported((directory) => directory.uintIf("folder"))).toEqual([undefined, 1, errorLike("EISDIR")]);
    expect(reported((directory) => directory.parsedIf("folder", parseUint))).toEqual([
      undefined,
      1,
      errorLike("EISDIR"),
    ]);
    const directory = tree.directory("d");
    rmSync(join(sysfs, "d"), { recursive: true });
    expect(() => directory.attributeIf("folder", REQUIRED)).toThrow("ENOENT");
  });

  test("attributes of any other form", () => {
    const { sysfs } = hostTree({ "sys/d/speed": "8.0 GT/s\n", "sys/d/empty": "" });
    const { tree, skipped } = open(sysfs);
    const directory = tree.directory("d");
    const giga = (value: string, path: string): number => {
      const number = Number.parseFloat(value);
      if (Number.isNaN(number)) throw new ParseError(`${path} is odd`);
      return number;
    };
    expect(directory.parsedIf("speed", giga)).toBe(8);
    expect([directory.parsedIf("none", giga), directory.parsedIf("none", giga, undefined, -1)]).toEqual([
      undefined,
      -1,
    ]);
    expect([directory.parsedIf("empty", giga), skipped.first]).toEqual([
      undefined,
      new ParseError(`${sysfs}/d/empty is odd`),
    ]);
    skipped.clear();
    expect([directory.parsedIf("speed", () => undefined), skipped.first]).toEqual([
      undefined,
      new ParseError(`${sysfs}/d/speed: "8.0 GT/s" is not a number`),
    ]);
  });

  test("records that a parser leaves out are reported at every read, parsed or not", () => {
    const { sysfs } = hostTree({ "sys/lines": "1\nx\ny\n" });
    const { tree, skipped } = open(sysfs);
    let parsed = 0;
    const file = tree.file("lines", (bytes, path, skip) => {
      parsed++;
      for (const line of bytes.toString().split("\n")) if (/[a-z]/.test(line)) skip(new ParseError(`${path}: ${line}`));
    });
    for (let read = 0; read < 3; read++) {
      skipped.clear();
      file.read();
      expect([skipped.count, skipped.first?.message]).toEqual([2, `${sysfs}/lines: x`]);
    }
    expect(parsed).toBe(1);
    writeFileSync(join(sysfs, "lines"), "1\n");
    skipped.clear();
    file.read();
    expect([parsed, skipped.count]).toEqual([2, 0]);
  });

  test("names that are not UTF-8 lead to their files", () => {
    const { sysfs } = hostTree({ "sys/class/net/": "" });
    const directory = Buffer.concat([Buffer.from(`${sysfs}/class/net/bad`), Buffer.from([0xff])]);
    mkdirSync(directory);
    writeFileSync(Buffer.concat([directory, Buffer.from("/mtu")]), "1500\n");
    const { tree } = open(sysfs);
    const [name = ""] = tree.list("class/net");
    if (calls.directories === undefined) return;
    expect(name).toBe("bad\udcff");
    expect(tree.attribute(`class/net/${name}/mtu`)).toBe("1500");
    expect(tree.file(`class/net/${name}/mtu`, text).read()).toBe("1500\n");
    expect(text(tree.read(`class/net/${name}/mtu`))).toBe("1500\n");
    expect([tree.exists(`class/net/${name}`), tree.isDirectory(`class/net/${name}`)]).toEqual([true, true]);
  });

  test("attributes as unsigned integers", () => {
    const { sysfs } = hostTree({
      "sys/d/n": "0\n",
      "sys/d/word": "<unknown>\n",
      "sys/d/empty": "",
      "sys/d/folder/x": "",
    });
    const { tree, skipped } = open(sysfs);
    const directory = tree.directory("d");
    const read = (text: string) => {
      writeFileSync(join(sysfs, "d/n"), text);
      return directory.uintIf("n");
    };
    expect(["0\n", "7", "7\n", "8\n", " 12 \n", "123456789012345\n"].map(read)).toEqual([
      0, 7, 7, 8, 12, 123456789012345,
    ]);
    expect(read("18446744073709551615\n")).toBe(2 ** 64);
    expect(directory.attribute("n")).toBe("18446744073709551615");
    const refused = ["-1\n", "1.5", "1 2", "0x10", "18446744073709551616", "\n"];
    expect(refused.map(read)).toEqual(refused.map(() => undefined));
    expect(skipped.count).toBe(refused.length);
    skipped.clear();
    expect([directory.uintIf("word"), directory.uintIf("empty"), directory.uintIf("none")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([skipped.count, skipped.first?.message]).toEqual([2, `${sysfs}/d/word: "<unknown>" is not a number`]);
    expect(read("3\n")).toBe(3);
  });

  test.each([undefined, 1])("a directory of several files that is replaced or removed (descriptors: %s)", (limit) => {
    const files = (n: number) => ["a", "b", "c", "d"].map((name) => [`sys/devices/${n}/${name}`, `${n}${name}\n`]);
    const { sysfs } = hostTree({ ...Object.fromEntries([...files(1), ...files(2)]), "sys/class/": "" });
    const { tree } = open(sysfs, limit);
    if (limit !== undefined) tree.directory("devices/1").attribute("a");
    const read = () => {
      tree.startScrape();
      const directory = tree.directory("class/x");
      return ["a", "b", "c", "d", "none"].map((name) => directory.attributeIf(name));
    };
    const show = (n: number) => [`${n}a`, `${n}b`, `${n}c`, `${n}d`, undefined];
    symlinkSync("../devices/1", join(sysfs, "class/x"));
    for (let i = 0; i < 3; i++) expect(read()).toEqual(show(1));
    rmSync(join(sysfs, "class/x"));
    expect(read()).toEqual([undefined, undefined, undefined, undefined, undefined]);
    symlinkSync("../devices/2", join(sysfs, "class/x"));
    for (let i = 0; i < 3; i++) expect(read()).toEqual(show(2));
    writeFileSync(join(sysfs, "devices/2/d"), "new");
    expect(read()).toContain("new");
  });

  test("stat tells inode, size and times", () => {
    const { sysfs } = hostTree({ "sys/a": "1234", "sys/link": { link: "a" } });
    const path = join(sysfs, "a");
    utimesSync(path, 1_700_000_000.25, 1_600_000_000.5);
    const into = new Float64Array(STAT_NUMBERS);
    const look = (name: string) => {
      expect(calls.stat(name, into)).toBe(0);
      return [...into];
    };
    const first = look(path);
    expect(first.slice(0, 2)).toEqual([statSync(path).ino, 4]);
    expect(look(join(sysfs, "link"))).toEqual(first);
    utimesSync(path, 1_700_000_000.25, 1_600_000_000.75);
    expect(look(path).slice(2, 4)).not.toEqual(first.slice(2, 4));
    expect(look(path).slice(4)).not.toEqual(first.slice(4));
    expect(look("/sys/class")[0]).toBe(statSync("/sys/class").ino);
    for (const missing of ["none", "a/b"]) expect(calls.stat(join(sysfs, missing), into)).toBeLessThan(0);
  });

  test("files of many devices in one directory give their descriptors back when they are not asked for", () => {
    const { sysfs } = hostTree({ "sys/block/a/queue": "1", "sys/block/b/queue": "2", "sys/block/c/queue": "3" });
    const { tree, budget } = open(sysfs, 10);
    const read = (...names: string[]) => {
      tree.startScrape();
      const directory = tree.directory("block");
      return names.map((name) => directory.attributeIf(`${name}/queue`));
    };
    expect([read("a", "b", "c"), budget?.inUse]).toEqual([["1", "2", "3"], 3]);
    for (let i = 0; i < 200; i++) expect(read("c", "a")).toEqual(["3", "1"]);
    expect(budget?.inUse).toBe(2);
    expect([read("a", "b", "c"), budget?.inUse]).toEqual([["1", "2", "3"], 3]);
  });

  test("another device under an old name gives its own values", () => {
    const { sysfs } = hostTree({ "sys/devices/a/mtu": "1\n", "sys/devices/b/mtu": "2\n", "sys/class/net/": "" });
    const { tree, budget } = open(sysfs, 10);
    symlinkSync(join(sysfs, "devices/a"), join(sysfs, "class/net/eth0"));
    const read = () => {
      tree.startScrape();
      return tree.directory("class/net/eth0").attribute("mtu");
    };
    expect([read(), read(), budget?.inUse]).toEqual(["1", "1", 1]);
    rmSync(join(sysfs, "class/net/eth0"));
    symlinkSync(join(sysfs, "devices/b"), join(sysfs, "class/net/eth0"));
    expect([read(), budget?.inUse]).toEqual(["2", 1]);
    renameSync(join(sysfs, "devices/b"), join(sysfs, "devices/c"));
    mkdirSync(join(sysfs, "devices/b"));
    writeFileSync(join(sysfs, "devices/b/mtu"), "3\n");
    expect([read(), budget?.inUse]).toEqual(["3", 1]);
  });

  test("a device that is removed and comes back, and one that never was", () => {
    const { sysfs } = hostTree({ "sys/d/mtu": "1\n" });
    const { tree, budget } = open(sysfs, 10);
    const read = (name: string) => {
      tree.startScrape();
      return tree.directory(name).attributeIf("mtu");
    };
    expect([read("d"), read("none")]).toEqual(["1", undefined]);
    rmSync(join(sysfs, "d"), { recursive: true });
    expect([read("d"), budget?.inUse]).toEqual([undefined, 0]);
    mkdirSync(join(sysfs, "d"));
    writeFileSync(join(sysfs, "d/mtu"), "2\n");
    mkdirSync(join(sysfs, "none"));
    writeFileSync(join(sysfs, "none/mtu"), "3\n");
    expect([read("d"), read("none"), budget?.inUse]).toEqual(["2", "3", 2]);
  });

  test("directories that nobody asks for any more give their descriptors back", () => {
    const { tree, budget } = open("/sys", 10);
    tree.startScrape();
    tree.directory("kernel/mm/transparent_hugepage");
    tree.directory("kernel").attribute("uevent_seqnum");
    expect(budget?.inUse).toBe(1);
    for (let i = 0; i < 20; i++) tree.startScrape();
    expect(budget?.inUse).toBe(0);
    expect(tree.directory("kernel").attribute("uevent_seqnum")).toMatch(/^\d+$/);
  });

  test("lists names and kinds in bytewise order", () => {
    const { sysfs } = hostTree({
      "sys/class/10": "",
      "sys/class/2": "",
      "sys/class/Z/": "",
      "sys/class/a": { link: "/nowhere" },
      "sys/class/é": "",
    });
    const { tree } = open(`${sysfs}/`);
    expect(tree.list("class")).toEqual(["10", "2", "Z", "a", "é"]);
    expect(tree.entries("class").map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "10 file",
      "2 file",
      "Z directory",
      "a symlink",
      "é file",
    ]);
    for (const missing of [() => tree.list("none"), () => tree.entries("none")])
      expect(missing).toThrow(expect.objectContaining({ code: "ENOENT" }));
    expect(() => tree.list("class/10")).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
  });

  test("answers questions about paths", () => {
    const { sysfs } = hostTree({
      "sys/devices/pci/sda/size": "1",
      "sys/block/sda": { link: "../devices/pci/sda" },
      "sys/block/gone": { link: "nowhere" },
    });
    const { tree } = open(`${sysfs}/`);
    expect([tree.path, tree.resolve(""), tree.resolve("x")]).toEqual([`${sysfs}/`, `${sysfs}/`, `${sysfs}/x`]);
    expect([tree.exists("block/sda"), tree.exists("block/gone"), tree.exists("block/sda/size/x")]).toEqual([
      true,
      false,
      false,
    ]);
    expect([tree.isDirectory("block/sda"), tree.isDirectory("block/sda/size"), tree.isDirectory("no")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(tree.readlink("block/sda")).toBe("../devices/pci/sda");
    expect(tree.realpath("block/sda")).toBe(join(sysfs, "devices/pci/sda"));
    expect(() => tree.realpath("block/gone")).toThrow("ENOENT");
    expect(tree.glob("block/s*/si[xz]e")).toEqual(["block/sda/size"]);
    expect(tree.glob("block/g*")).toEqual(["block/gone"]);
    expect(tree.glob("block/sda/size/*")).toEqual([]);
    expect(tree.glob("none/*/x")).toEqual([]);
  });
});

test("descriptors are kept on the kernel's own file systems only", () => {
  const real = openHost(
    { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" },
    createNative(),
    4096,
    10,
  );
  real.startScrape();
  real.proc.file("version", text).read();
  real.sys.directory("kernel").attribute("uevent_seqnum");
  expect(real.keptDescriptors).toBe(2);
  const copy = openHost(hostTree({ "proc/version": "Linux" }), createNative(), 4096, 10);
  copy.proc.file("version", text).read();
  expect(copy.keptDescriptors).toBe(0);
});

test("one budget counts for both trees", () => {
  const host = openHost(
    { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" },
    createNative(),
    4096,
    1,
  );
  host.startScrape();
  host.proc.file("version", text).read();
  expect(host.sys.directory("kernel").attribute("uevent_seqnum")).toMatch(/^\d+$/);
  expect(host.keptDescriptors).toBe(1);
});

test("a missing mount point shows at the first read", () => {
  const host = openHost({ ...hostTree({}), procfs: "/nowhere" }, createNative(), 4096, 10);
  expect(() => host.proc.read("stat")).toThrow(expect.objectContaining({ code: "ENOENT" }));
});
