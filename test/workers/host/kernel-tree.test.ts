import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Errnos } from "../../../src/collectors/kit/errnos.ts";
import { openHost } from "../../../src/workers/host/host.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { hostTree } from "../../support/tree.ts";
import { CALLS, openTree, text } from "./open-tree.ts";

describe.each(CALLS)("through %s", (_, calls) => {
  const open = (path: string, limit?: number) => openTree(calls, path, limit);

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
    expect(() => tree.numbers("late")).toThrow(expect.objectContaining({ code: "ENOENT" }));
    writeFileSync(join(procfs, "late"), "");
    expect(() => tree.list("late")).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
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

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
