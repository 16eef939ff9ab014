import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CpuGroup } from "../../../src/collectors/kit/cpu-group.ts";
import { type CpuGroups, cpuGroups } from "../../../src/collectors/kernel/cpu-groups.ts";
import { openHost } from "../../../src/workers/host/host.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import type { HostPaths } from "../../../src/workers/protocol/options.ts";
import { hostTree, type TreeEntry, writeEntry } from "../../support/tree.ts";

const CPU = "sys/devices/system/cpu";
const NODE = "sys/devices/system/node";

function open(files: Readonly<Record<string, TreeEntry>>, cpuGroup: CpuGroup) {
  const paths = hostTree({ [`${CPU}/present`]: "0-3\n", [`${CPU}/online`]: "0-3\n", ...files });
  const host = openHost(paths, createNative(), 4096, 100);
  const groups = cpuGroups({ host, cpuGroup });
  return { paths, host, groups: groups as CpuGroups };
}

/** A scrape after these files were written. */
function after(paths: HostPaths, files: Readonly<Record<string, TreeEntry>>) {
  for (const [path, content] of Object.entries(files)) writeEntry(join(paths.rootfs, path), content);
  return { deadline: 0 };
}

const namesOf = (groups: CpuGroups) => [0, 1, 2, 3].map((cpu) => groups.names[groups.of(cpu)]);

const NODES = {
  [`${NODE}/node0/cpulist`]: "0,2\n",
  [`${NODE}/node10/cpulist`]: "1,3\n",
  [`${NODE}/possible`]: "0-10\n",
};

test("nodes are those of sysfs, and are the same object for all collectors of a worker", () => {
  const { groups, host } = open(NODES, "node");
  expect(namesOf(groups.at({ deadline: 0 }))).toEqual(["node0", "node10", "node0", "node10"]);
  expect(groups.numbers).toEqual([0, 10]);
  expect(cpuGroups({ host, cpuGroup: "node" })).toBe(groups);
  expect(cpuGroups({ host, cpuGroup: "none" })).toBeUndefined();
});

test("nodes that could not be listed for some scrapes after a change are read afterwards", () => {
  const { paths, groups, host } = open({ ...NODES, [`${CPU}/online`]: "0-2\n" }, "node");
  const at = (files: Readonly<Record<string, TreeEntry>>) => {
    host.startScrape();
    return () => groups.at(after(paths, files));
  };
  for (let scrape = 0; scrape < 3; scrape++) at({})();
  const nodes = join(paths.rootfs, NODE);
  renameSync(nodes, `${nodes}.away`);
  symlinkSync(nodes, nodes);
  for (let scrape = 0; scrape < 3; scrape++) expect(at({ [`${CPU}/online`]: "0-3\n" })).toThrow("ELOOP");
  rmSync(nodes);
  renameSync(`${nodes}.away`, nodes);
  expect(namesOf(at({ [`${NODE}/node10/cpulist`]: "3\n", [`${NODE}/node11/cpulist`]: "1\n" })())).toEqual([
    "node0",
    "node11",
    "node0",
    "node10",
  ]);
});

test("packages are those of sysfs; -1 is package0", () => {
  const id = (cpu: number, text: string) => ({ [`${CPU}/cpu${cpu}/topology/physical_package_id`]: text });
  const { groups } = open({ ...id(0, "1\n"), ...id(1, "36\n"), ...id(2, "-1\n"), [`${CPU}/cpu3/`]: "" }, "package");
  expect(namesOf(groups.at({ deadline: 0 }))).toEqual(["package1", "package36", "package0", undefined]);
});

test.each([
  ["node", "node0"],
  ["package", "package0"],
  ["all", "all"],
] as const)("without a topology all CPUs are one %s", (kind, name) => {
  const { groups } = open({}, kind);
  expect(namesOf(groups.at({ deadline: 0 }))).toEqual([name, name, name, name]);
});

test("a change of the set of CPUs has the topology read again; who is offline stays where it was", () => {
  const { groups, paths } = open(NODES, "node");
  groups.at({ deadline: 0 });
  groups.at({ deadline: 0 });
  const { version } = groups;
  groups.at(after(paths, { [`${NODE}/node0/cpulist`]: "0\n" }));
  expect(groups.version).toBe(version);
  groups.at(after(paths, { [`${CPU}/online`]: "0-1\n", [`${NODE}/node10/cpulist`]: "1\n" }));
  expect(groups.version).toBeGreaterThan(version);
  expect(namesOf(groups)).toEqual(["node0", "node10", "node0", "node10"]);
  groups.at(
    after(paths, { [`${CPU}/online`]: "0-3\n", [`${NODE}/node0/cpulist`]: "0\n", [`${NODE}/node3/cpulist`]: "2-3\n" }),
  );
  expect(namesOf(groups)).toEqual(["node0", "node10", "node3", "node3"]);
});

test("a list that cannot be read leaves its CPUs where they were", () => {
  const { groups, paths } = open(NODES, "node");
  groups.at({ deadline: 0 });
  groups.at(after(paths, { [`${CPU}/online`]: "0-2\n", [`${NODE}/node10/cpulist`]: "x\n" }));
  expect(namesOf(groups)).toEqual(["node0", "node10", "node0", "node10"]);
});
