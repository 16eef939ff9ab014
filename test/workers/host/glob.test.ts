import { expect, test } from "vitest";
import { Glob } from "../../../src/workers/host/glob.ts";

const PATHS = [
  "fs/xfs/sda1/stats/stats",
  "fs/xfs/sdb1/stats/stats",
  "fs/xfs/stats/stats",
  "node/node0",
  "node/node10",
  "node/node2",
  "node/node",
  "node/a+b",
  "node/a.b",
  "node/nodes",
  "é/x",
];

test.each([
  ["node/node0", ["node/node0"]],
  ["node/none", []],
  ["node/node[0-9]*", ["node/node0", "node/node10", "node/node2"]],
  ["node/node?", ["node/node0", "node/node2", "node/nodes"]],
  ["node/node[^0-9]", ["node/nodes"]],
  ["node/*.b", ["node/a.b"]],
  ["node/a+*", ["node/a+b"]],
  ["fs/xfs/*/stats/stats", ["fs/xfs/sda1/stats/stats", "fs/xfs/sdb1/stats/stats"]],
  ["fs/*/sd[ab]1/*", ["fs/xfs/sda1/stats", "fs/xfs/sdb1/stats"]],
  ["none/*", []],
  ["*", ["fs", "node", "é"]],
  ["?/x", ["é/x"]],
])("%s", (pattern, found) => {
  expect(new Glob(pattern).find({ names, exists })).toEqual(found);
});

test("keeps what it found as long as each directory gives the same array", () => {
  const glob = new Glob("fs/*/sd*");
  const { lister, folders } = remembering({ fs: ["xfs", "ext4"], "fs/xfs": ["sda1", "stats"], "fs/ext4": ["sdb1"] });
  const first = glob.find(lister);
  expect(first).toEqual(["fs/ext4/sdb1", "fs/xfs/sda1"]);
  expect(glob.find(lister)).toBe(first);
  folders.set("fs/xfs", ["sdc1"]);
  expect(glob.find(lister)).toEqual(["fs/ext4/sdb1", "fs/xfs/sdc1"]);
  folders.set("fs", ["xfs"]);
  expect(glob.find(lister)).toEqual(["fs/xfs/sdc1"]);
  folders.delete("fs");
  expect(glob.find(lister)).toEqual([]);
  folders.set("fs", ["ext4"]);
  expect(glob.find(lister)).toEqual(["fs/ext4/sdb1"]);
});

test("looks for what follows the last wildcard each time", () => {
  const glob = new Glob("fs/*/stats");
  const { lister, folders } = remembering({ fs: ["a", "b"] });
  expect(glob.find(lister)).toEqual([]);
  folders.set("fs/a/stats", []).set("fs/b/stats", []);
  expect(glob.find(lister)).toEqual(["fs/a/stats", "fs/b/stats"]);
  folders.delete("fs/a/stats");
  expect(glob.find(lister)).toEqual(["fs/b/stats"]);
});

const NONE: readonly string[] = [];

/** A lister that gives the same array for a folder until it is set anew. */
function remembering(content: Readonly<Record<string, readonly string[]>>) {
  const folders = new Map(Object.entries(content));
  const lister = {
    names: (folder: string) => folders.get(folder) ?? NONE,
    exists: (path: string) => folders.has(path),
  };
  return { lister, folders };
}

function names(folder: string): string[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const below = PATHS.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split("/", 1));
  return [...new Set(below.flat())];
}

function exists(path: string): boolean {
  return PATHS.some((known) => known === path || known.startsWith(`${path}/`));
}
