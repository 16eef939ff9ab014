import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hostTree } from "../../support/tree.ts";
import { CALLS, openTree } from "./open-tree.ts";

describe.each(CALLS)("through %s", (_, calls) => {
  const open = (path: string, limit?: number) => openTree(calls, path, limit);

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

  test.each([2, 3, 4])("so they do when their collector runs in every %s. collection only", (every) => {
    const { sysfs } = hostTree({ "sys/block/a/queue": "1", "sys/block/b/queue": "2" });
    const { tree, budget } = open(sysfs, 10);
    const read = (...names: string[]) => {
      const directory = tree.directory("block");
      return names.map((name) => directory.attributeIf(`${name}/queue`));
    };
    tree.startScrape();
    expect([read("a", "b"), budget?.inUse]).toEqual([["1", "2"], 2]);
    for (let i = 1; i < 4 * 64; i++) {
      tree.startScrape();
      if (i % every === 0) read("a");
    }
    expect([read("a"), budget?.inUse]).toEqual([["1"], 1]);
  });

  test("a device that goes while it is read is no record, even if there is another one of its name at once", () => {
    const { sysfs } = hostTree({ "sys/devices/1/mtu": "1\n", "sys/devices/2/mtu": "2\n", "sys/class/net/": "" });
    const path = join(sysfs, "class/net/eth0");
    symlinkSync("../../devices/1", path);
    const ENODEV = 19;
    let onRead = (): void => {};
    const refused = { ...calls, pread: () => (onRead(), -ENODEV) };
    const { tree, skipped } = openTree(refused, sysfs, 10);
    const read = () => {
      tree.startScrape();
      return tree.directory("class/net/eth0").attributeIf("mtu");
    };
    expect([read(), skipped.count]).toEqual([undefined, 1]);
    onRead = () => {
      rmSync(path);
      symlinkSync("../../devices/2", path);
    };
    expect(read).toThrow(/^ENODEV: /);
    expect(skipped.count).toBe(1);
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
});
