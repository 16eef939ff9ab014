import { expect, test } from "vitest";
import { glob } from "../../../src/workers/host/glob.ts";

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
  expect(glob(pattern, { names, exists })).toEqual(found);
});

function names(folder: string): string[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const below = PATHS.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split("/", 1));
  return [...new Set(below.flat())];
}

function exists(path: string): boolean {
  return PATHS.some((known) => known === path || known.startsWith(`${path}/`));
}
