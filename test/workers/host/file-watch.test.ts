import { renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileCalls, nodeCalls } from "../../../src/workers/host/file-calls.ts";
import { StatWatch } from "../../../src/workers/host/file-watch.ts";
import { hostTree } from "../../support/tree.ts";

test.each([
  ["the C library", fileCalls()],
  ["node:fs", nodeCalls],
])("a watched file that changes, is replaced, removed and comes back, through %s", (_, calls) => {
  const { sysfs } = hostTree({ "sys/a": "1", "sys/b": "1" });
  const path = join(sysfs, "a");
  const watch = new StatWatch(path, calls);
  const looks = () => [watch.look(), watch.look()];
  expect(looks()).toEqual(["changed", "same"]);
  writeFileSync(path, "12");
  expect(looks()).toEqual(["changed", "same"]);
  utimesSync(path, 1, 1);
  expect(looks()).toEqual(["changed", "same"]);
  renameSync(join(sysfs, "b"), path);
  expect(looks()).toEqual(["changed", "same"]);
  rmSync(path);
  expect(looks()).toEqual(["absent", "absent"]);
  writeFileSync(path, "1");
  expect(looks()).toEqual(["changed", "same"]);
});
