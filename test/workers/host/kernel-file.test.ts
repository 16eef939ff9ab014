import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import type { FileCalls } from "../../../src/workers/host/file-calls.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { canMakeNamespaces, readInNamespace, SCRAPE } from "../../support/netns.ts";
import { hostTree } from "../../support/tree.ts";
import { CALLS, openTree, text } from "./open-tree.ts";

/** Where control groups of version 2 can be made. */
const CGROUPS = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].find(canMakeGroups);

describe.each(CALLS)("through %s", (_, calls) => {
  const open = (path: string, limit?: number) => openTree(calls, path, limit);

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

  test("what the parser throws is thrown, whether the file may be absent or not", () => {
    const { procfs } = hostTree({ "proc/stat": "bad" });
    const file = open(procfs).tree.file("stat", () => {
      throw Object.assign(new Error("bad"), { code: "ENOENT" });
    });
    for (let i = 0; i < 2; i++) expect(() => file.readIf()).toThrow("bad");
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

  test("a file whose reads fail with EIO is read once each time, and its descriptor is not kept", () => {
    let reads = 0;
    const pread: FileCalls["pread"] = (...read) => (reads++, calls.pread(...read));
    const { tree, budget } = openTree({ ...calls, pread }, "/proc", 10);
    // No process has memory at address 0, where the read begins.
    const file = tree.file("self/mem", text);
    for (let i = 1; i <= 3; i++) {
      expect(() => file.read()).toThrow(expect.objectContaining({ code: "EIO" }));
      expect([reads, budget?.inUse]).toEqual([i, 0]);
    }
  });

  test.skipIf(CGROUPS === undefined)(
    "a kept descriptor of a directory that was removed is replaced when it is back (needs root and cgroup v2)",
    () => {
      const group = join(CGROUPS ?? "", `node-exporter-ts-${process.pid}`);
      mkdirSync(group);
      cleanUp(() => rmdirSync(group));
      const { tree, budget } = open(group, 10);
      const file = tree.file("cgroup.max.depth", text);
      expect(file.read()).toBe("max\n");
      rmdirSync(group);
      expect(() => file.read()).toThrow(expect.objectContaining({ code: "ENOENT" }));
      expect(budget?.inUse).toBe(0);
      mkdirSync(group);
      expect(file.read()).toBe("max\n");
      rmdirSync(group);
      mkdirSync(group);
      writeFileSync(join(group, "cgroup.max.depth"), "5");
      expect([file.read(), budget?.inUse]).toEqual(["5\n", 1]);
    },
  );

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
});

const ADD = "ip link add d0 type veth peer name d1";
const DELETE = "ip link del d0";

describe.skipIf(!canMakeNamespaces)("in a network namespace (root)", () => {
  // A read of the old descriptor gives ENOENT for the sysctl, EIO for the other one.
  test.each(["sys/net/ipv4/conf/d0/tag", "net/dev_snmp6/d0"])("%s is read again when it is back", (path) => {
    const reads = readInNamespace(path, [ADD, SCRAPE, DELETE, ADD, SCRAPE, DELETE, SCRAPE, ADD, SCRAPE, SCRAPE]);
    const there = [expect.stringMatching(/^[^E]/), 1];
    expect(reads).toEqual([there, there, ["ENOENT", 0], there, there]);
  });
});

/** Changes a value of this process that no kernel changes on its own. */
function setFilter(hex: string): string {
  writeFileSync("/proc/self/coredump_filter", `0x${hex}`);
  return "";
}

function canMakeGroups(parent: string): boolean {
  const group = join(parent, `node-exporter-ts-probe-${process.pid}`);
  try {
    mkdirSync(group);
  } catch {
    return false;
  }
  const isVersion2 = existsSync(join(group, "cgroup.max.depth"));
  rmdirSync(group);
  return isVersion2;
}
