import { expect, test } from "vitest";
import { isReachable } from "../../../../src/collectors/parsers/procfs/mount_tree.ts";
import { parseMountinfo } from "../../../../src/collectors/parsers/procfs/mountinfo.ts";

/** Whether each mount can be reached; rows are identifier, parent and mount point. */
function reachable(...rows: readonly (readonly [id: number, parent: number, point: string])[]): readonly number[] {
  const lines = rows.map(([id, parent, point]) => `${id} ${parent} 0:1 / ${point} rw - btrfs none rw\n`);
  const mounts = parseMountinfo(Buffer.from(lines.join("")), "mountinfo");
  return mounts.filter((mount) => isReachable(mount, mounts)).map(({ id }) => id);
}

test("a plain tree is reachable throughout", () => {
  expect(reachable([1, 0, "/"], [2, 1, "/data"], [3, 2, "/data/a"], [4, 1, "/database"])).toEqual([1, 2, 3, 4]);
});

test("a mount on top hides the one below and what lies in it", () => {
  expect(reachable([1, 0, "/"], [2, 1, "/data"], [3, 2, "/data/a"], [4, 2, "/data"])).toEqual([1, 4]);
});

test("a mount on a directory above hides the mounts below it", () => {
  expect(reachable([1, 0, "/"], [2, 1, "/srv/data"], [3, 1, "/srv"], [4, 3, "/srv/data"])).toEqual([1, 3, 4]);
});

test("the root of an initial file system is hidden by the real one", () => {
  expect(reachable([1, 1, "/"], [2, 1, "/"], [3, 2, "/data"])).toEqual([2, 3]);
});

test("parents that are not listed, or that form a circle, end the search", () => {
  expect(reachable([2, 99, "/data"], [5, 6, "/a"], [6, 5, "/b"])).toEqual([2, 5, 6]);
});
