import { join } from "node:path";
import { expect, test } from "vitest";
import { expandGlob } from "../../../src/collectors/textfile/glob.ts";
import { hostTree } from "../../support/tree.ts";

const FILES = { "a1/x": "", "a2/x": "", "b1/x": "", "b-/x": "", "c*d/x": "", "é/x": "", "sub/a1/y": "" };

test.each([
  ["a1", ["a1"]],
  ["a*", ["a1", "a2"]],
  ["?1", ["a1", "b1"]],
  ["[ab]1", ["a1", "b1"]],
  ["[a-b]*", ["a1", "a2", "b-", "b1"]],
  ["[^a-b]*", ["c*d", "proc", "sub", "sys", "é"]],
  ["b[\\-]", ["b-"]],
  ["c\\*d", ["c*d"]],
  ["?", ["é"]],
  ["*/a1", ["sub/a1"]],
  ["s[a-z]b/?1", ["sub/a1"]],
  ["none*", ["none*"]],
  ["none", ["none"]],
  ["[a", ["[a"]],
  ["[]a]", ["[]a]"]],
  ["[z-a]", ["[z-a]"]],
  ["none*/x", ["none*/x"]],
  ["a.", ["a."]],
])("%s", (pattern, want) => {
  const { rootfs } = hostTree(FILES);
  expect(expandGlob(join(rootfs, pattern))).toEqual(want.map((name) => join(rootfs, name)));
});

test("the root, an empty pattern and one without a folder", () => {
  expect(expandGlob("/")).toEqual(["/"]);
  expect(expandGlob("/pro[c]")).toEqual(["/proc"]);
  expect(expandGlob("")).toEqual([""]);
  expect(expandGlob("src[x]*")).toEqual(["src[x]*"]);
});
