import { join } from "node:path";
import { expect, test } from "vitest";
import { cpuSetWatch } from "../../../src/collectors/kernel/cpu-directories.ts";
import { openHost } from "../../../src/workers/host/host.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { hostTree, writeEntry } from "../../support/tree.ts";

const CPU = "sys/devices/system/cpu";

test("a change of the set of CPUs is shown in the scrape that finds it and in the one after it", () => {
  const paths = hostTree({ [`${CPU}/present`]: "0-3\n", [`${CPU}/online`]: "0-3\n" });
  const changed = cpuSetWatch(openHost(paths, createNative(), 4096, 0).sys);
  const scrape = (calls = 1) => {
    const now = { deadline: 0 };
    return Array.from({ length: calls }, () => changed(now));
  };
  expect([scrape(), scrape(), scrape()]).toEqual([[true], [true], [false]]);
  writeEntry(join(paths.rootfs, CPU, "online"), "0-2\n");
  // Who asks twice in a scrape does not get the answer of the next one.
  expect([scrape(2), scrape(), scrape()]).toEqual([[true, false], [true], [false]]);
});
