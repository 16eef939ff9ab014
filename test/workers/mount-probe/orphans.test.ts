import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { openHost } from "../../../src/workers/host/host.ts";
import { KeptChildren } from "../../../src/workers/mount-probe/kept-children.ts";
import { ChildMountProbe } from "../../../src/workers/mount-probe/mount-probe.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { childrenMemory, Orphans, orphansMemory } from "../../../src/workers/protocol/children-memory.ts";
import { until } from "../../support/until.ts";

test("the child of a thread that crashed is reaped by another one", async () => {
  const memory = childrenMemory();
  const thread = new Worker(join(import.meta.dirname, "probing-thread.ts"), { workerData: memory });
  await once(thread, "message");
  const [pid = 0] = new Int32Array(memory);
  expect(stateOf(pid)).toMatch(/[RSD]/);
  await thread.terminate();
  await until(() => stateOf(pid) === "Z");
  const orphans = orphansMemory();
  const next = new ChildMountProbe(new KeptChildren(childrenMemory(), orphans));
  expect(next.children).toBe(0);
  new Orphans(orphans).takeOver(memory);
  expect(next.children).toBe(1);
  const paths = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" };
  openHost(paths, createNative(), 4096, 10, next).startScrape();
  expect([existsSync(`/proc/${pid}`), next.children]).toEqual([false, 0]);
});

/** As the kernel shows it: Z for a process that has ended and that nobody has reaped. */
function stateOf(pid: number): string {
  return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "";
}
